// Asking this device for a passkey. Browsers that cannot read the server's question themselves get it translated.

/**
 * @param {"create" | "get"} kind
 * @param {string} address where the question is
 * @returns {Promise<object>} the answer, as the server reads it
 */
export async function ask(kind, address) {
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  if (!response.ok || response.redirected) throw new Error("no question");
  const { publicKey } = await response.json();
  const credential =
    kind === "create"
      ? await navigator.credentials.create({ publicKey: creation(publicKey) })
      : await navigator.credentials.get({ publicKey: request(publicKey) });
  if (!(credential instanceof PublicKeyCredential)) throw new Error("no answer");
  return plain(credential);
}

/** @param {any} question @returns {PublicKeyCredentialCreationOptions} */
function creation(question) {
  return {
    ...question,
    challenge: bytes(question.challenge),
    user: { ...question.user, id: bytes(question.user.id) },
    excludeCredentials: (question.excludeCredentials ?? []).map(descriptor),
  };
}

/** @param {any} question @returns {PublicKeyCredentialRequestOptions} */
function request(question) {
  return {
    ...question,
    challenge: bytes(question.challenge),
    allowCredentials: (question.allowCredentials ?? []).map(descriptor),
  };
}

/** @param {any} each @returns {PublicKeyCredentialDescriptor} */
function descriptor(each) {
  return { ...each, id: bytes(each.id) };
}

/** @param {PublicKeyCredential} credential @returns {object} */
function plain(credential) {
  const { response } = credential;
  /** @type {Record<string, string | null>} */
  const said = { clientDataJSON: text(response.clientDataJSON) };
  if (response instanceof AuthenticatorAttestationResponse) {
    said.attestationObject = text(response.attestationObject);
  } else if (response instanceof AuthenticatorAssertionResponse) {
    said.authenticatorData = text(response.authenticatorData);
    said.signature = text(response.signature);
    said.userHandle = response.userHandle && text(response.userHandle);
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: said,
  };
}

/** @param {string} base64url @returns {ArrayBuffer} */
function bytes(base64url) {
  const binary = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0)).buffer;
}

/** @param {ArrayBuffer} buffer @returns {string} */
function text(buffer) {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
