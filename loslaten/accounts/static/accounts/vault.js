// The vault: notes are locked here, in the browser, before they leave it. Only computation: no page, no network, no storage.
// docs/vault.md says the same to the byte; tests/accounts/plain_vault.py is written from that page alone.

/**
 * @typedef {"words" | "passphrase"} Kind
 * @typedef {{ kind: Kind, salt: string, iterations: number, box: string }} Slot
 * @typedef {{ version: number, check_box: string, slots: Slot[] }} Vault
 */

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

const VERSION = 1;
export const ITERATIONS = 600_000;
// A server that is not to be trusted may not keep a browser busy for ever.
const MOST_ITERATIONS = 10_000_000;
const IV_BYTES = 12;
const CHECK = "loslaten";
// A note fills the smallest of these that it fits in, so that its length says little.
const CLASSES = [256, 512, 1024, 2048, 4096, 8192, 16_384, 32_768, 49_120];
const LENGTH_BYTES = 4;
export const MOST_BYTES = 49_120 - LENGTH_BYTES;

const utf8 = new TextEncoder();
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** What was opened does not fit: another key, another place, or a changed byte. */
export class DoesNotOpen extends Error {}

/** Whether this browser can lock anything: it only does so over https or on its own machine. */
export function canLock() {
  return isSecureContext && Boolean(globalThis.crypto?.subtle) && "indexedDB" in globalThis;
}

/**
 * A new vault, its key, and the same key bare, for locking it in more slots.
 * @param {Bytes} words the 16 bytes that the recovery words stand for
 * @returns {Promise<{ vault: Vault, key: CryptoKey, bare: Bytes }>}
 */
export async function newVault(words) {
  const bare = random(32);
  const key = await dataKey(bare);
  const vault = { version: VERSION, check_box: await close(key, "check", utf8.encode(CHECK)), slots: [await newSlot(bare, "words", words)] };
  return { vault, key, bare };
}

/**
 * The vault's key, locked with one more secret.
 * @param {Bytes} bare
 * @param {Kind} kind
 * @param {Bytes | string} secret
 * @returns {Promise<Slot>}
 */
export async function newSlot(bare, kind, secret) {
  const salt = random(16);
  const iterations = kind === "words" ? 1 : ITERATIONS;
  const locking = await lockingKey(kind, secret, salt, iterations);
  return { kind, salt: toText(salt), iterations, box: await close(locking, `slot/${kind}`, bare) };
}

/**
 * The key of a vault, and the same key bare. The key itself can leave this page only in use, never as bytes.
 * @param {Vault} vault
 * @param {Kind} kind
 * @param {Bytes | string} secret the 16 bytes of the recovery words, or the passphrase
 * @returns {Promise<{ key: CryptoKey, bare: Bytes }>}
 */
export async function unlock(vault, kind, secret) {
  const slot = vault.slots.find((each) => each.kind === kind);
  if (vault.version !== VERSION || !slot || !(slot.iterations >= 1 && slot.iterations <= MOST_ITERATIONS)) throw new DoesNotOpen();
  const locking = await lockingKey(kind, secret, toBytes(slot.salt), slot.iterations);
  const bare = await unclose(locking, `slot/${kind}`, slot.box);
  const key = await dataKey(bare);
  if (!(await fits(key, vault))) throw new DoesNotOpen();
  return { key, bare };
}

/**
 * Whether this is the key of that vault; asked before a note is written with it.
 * @param {CryptoKey} key
 * @param {Vault} vault
 */
export async function fits(key, vault) {
  try {
    return strict.decode(await unclose(key, "check", vault.check_box)) === CHECK;
  } catch {
    return false;
  }
}

/**
 * Lock a note under its name.
 * @param {CryptoKey} key
 * @param {string} name
 * @param {string} text
 * @returns {Promise<string>}
 */
export async function seal(key, name, text) {
  const bytes = utf8.encode(text);
  const size = CLASSES.find((each) => each >= bytes.length + LENGTH_BYTES);
  if (size === undefined) throw new RangeError("too long");
  const padded = new Uint8Array(size);
  new DataView(padded.buffer).setUint32(0, bytes.length);
  padded.set(bytes, LENGTH_BYTES);
  return close(key, `note/${name.toLowerCase()}`, padded);
}

/**
 * Open the note of this name.
 * @param {CryptoKey} key
 * @param {string} name
 * @param {string} box
 * @returns {Promise<string>}
 */
export async function open(key, name, box) {
  const padded = await unclose(key, `note/${name.toLowerCase()}`, box);
  const length = padded.length < LENGTH_BYTES ? Infinity : new DataView(padded.buffer).getUint32(0);
  if (length > padded.length - LENGTH_BYTES) throw new DoesNotOpen();
  return strict.decode(padded.subarray(LENGTH_BYTES, LENGTH_BYTES + length));
}

/** How many bytes a text takes; a note may take `MOST_BYTES`. @param {string} text */
export function weight(text) {
  return utf8.encode(text).length;
}

/** @param {number} size @returns {Bytes} */
export function random(size) {
  return crypto.getRandomValues(new Uint8Array(size));
}

/** @param {Bytes} bare */
function dataKey(bare) {
  return crypto.subtle.importKey("raw", bare, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/**
 * Recovery words carry 128 random bits, so nobody guesses them and one pass is enough; a passphrase may be guessed, slowly.
 * @param {Kind} kind
 * @param {Bytes | string} secret
 * @param {Bytes} salt
 * @param {number} iterations
 */
async function lockingKey(kind, secret, salt, iterations) {
  const bytes = typeof secret === "string" ? utf8.encode(secret.normalize("NFC")) : secret;
  const name = kind === "words" ? "HKDF" : "PBKDF2";
  const material = await crypto.subtle.importKey("raw", bytes, name, false, ["deriveKey"]);
  const info = utf8.encode(`loslaten/${VERSION}/words`);
  const how = kind === "words" ? { name, hash: "SHA-256", salt, info } : { name, hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** What a box is bound to, so that it opens in its own place only. @param {string} place */
function bound(place) {
  return utf8.encode(`loslaten/${VERSION}/${place}`);
}

/**
 * @param {CryptoKey} key
 * @param {string} place
 * @param {Bytes} content
 * @returns {Promise<string>}
 */
async function close(key, place, content) {
  const iv = random(IV_BYTES);
  const locked = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound(place) }, key, content);
  const box = new Uint8Array(IV_BYTES + locked.byteLength);
  box.set(iv);
  box.set(new Uint8Array(locked), IV_BYTES);
  return `${VERSION}.${toText(box)}`;
}

/**
 * @param {CryptoKey} key
 * @param {string} place
 * @param {string} box
 * @returns {Promise<Bytes>}
 */
async function unclose(key, place, box) {
  try {
    if (!box.startsWith(`${VERSION}.`)) throw new DoesNotOpen();
    const bytes = toBytes(box.slice(2));
    const algorithm = { name: "AES-GCM", iv: bytes.subarray(0, IV_BYTES), additionalData: bound(place) };
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, bytes.subarray(IV_BYTES)));
  } catch {
    throw new DoesNotOpen();
  }
}

/** Base64 for addresses, without padding. @param {Bytes} bytes */
function toText(bytes) {
  let text = "";
  // In pieces: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @param {string} text @returns {Bytes} */
function toBytes(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}
