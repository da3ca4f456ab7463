"""A device with a passkey, made by hand: it says what a browser says, and also what no browser should."""

import hashlib
import json
import secrets

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

ORIGIN = "http://localhost"
SEEN = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


class Device:
    """Holds one key, and signs with it for the origin it believes to be at."""

    def __init__(self, origin: str = ORIGIN, flags: int = SEEN) -> None:
        self.origin, self.flags = origin, flags
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        self.owner = b""

    def said(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def answer(self, **response: bytes) -> str:
        name = websafe_encode(self.id)
        parts = {part: websafe_encode(value) for part, value in response.items()}
        answer = {"id": name, "rawId": name, "type": "public-key", "clientExtensionResults": {}, "response": parts}
        return json.dumps(answer)

    def create(self, question: dict) -> str:
        question = question["publicKey"]
        self.owner = websafe_decode(question["user"]["id"])
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(bytes(16), self.id, public)
        flags = self.flags | AuthenticatorData.FLAG.AT
        data = AuthenticatorData.create(hashlib.sha256(b"localhost").digest(), flags, 0, credential)
        return self.answer(
            clientDataJSON=self.said("webauthn.create", question["challenge"]),
            attestationObject=bytes(AttestationObject.create("none", data, {})),
        )

    def get(self, question: dict) -> str:
        said = self.said("webauthn.get", question["publicKey"]["challenge"])
        data = AuthenticatorData.create(hashlib.sha256(b"localhost").digest(), self.flags, 1)
        signed = bytes(data) + hashlib.sha256(said).digest()
        return self.answer(
            clientDataJSON=said,
            authenticatorData=bytes(data),
            signature=self.key.sign(signed, ec.ECDSA(hashes.SHA256())),
            userHandle=self.owner,
        )
