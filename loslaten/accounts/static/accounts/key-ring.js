// The key of an open vault, kept on this device until it is locked: usable by this house, readable by nobody.
// A key is found by the check box of its vault, so the key of another vault, or of somebody else, is simply not there.

import { fits } from "./vault.js";

const DATABASE = "loslaten.keys";
const STORE = "keys";
const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(DATABASE) : null;

/**
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest} act
 * @returns {Promise<any>}
 */
async function ask(mode, act) {
  const database = await new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/**
 * Keep a vault open on this device; a browser that stores nothing keeps it open on this page only.
 * @param {import("./vault.js").Vault} vault
 * @param {CryptoKey} key
 */
export async function keepKey(vault, key) {
  await forgetKeys({ tell: false });
  await ask("readwrite", (store) => store.put(key, vault.check_box)).catch(() => {});
}

/**
 * The key of this vault, if it is open on this device. A key of any other vault has no business here any more.
 * @param {import("./vault.js").Vault} vault
 * @returns {Promise<CryptoKey | null>}
 */
export async function findKey(vault) {
  const key = await ask("readonly", (store) => store.get(vault.check_box)).catch(() => null);
  return key && (await fits(key, vault)) ? key : null;
}

/** Lock up: on this device no vault is open any more, in any tab. @param {{ tell?: boolean }} options */
export async function forgetKeys({ tell = true } = {}) {
  await ask("readwrite", (store) => store.clear()).catch(() => {});
  if (tell) channel?.postMessage("locked");
}

/** @param {() => void} act what to do when another tab locked up */
export function whenLocked(act) {
  channel?.addEventListener("message", act);
}
