// What a page asks its own server about the vault. Only locked boxes go out.

/** @typedef {import("./vault.js").Vault} Vault */
/** @typedef {{ token: string, agrees: boolean, vault: Vault | null }} State */

const PATIENCE_MS = 20_000;
const LONG_PATIENCE_MS = 120_000;
let token = "";

/** The server said no, and why; or nobody answered, and then there is nothing to tell. */
export class Refusal extends Error {
  /** @param {string} said @param {string} why */
  constructor(said, why = "") {
    super(said);
    this.said = said;
    this.why = why;
  }
}

/**
 * @param {string} address
 * @param {RequestInit} [how]
 * @returns {Promise<any>}
 */
async function ask(address, how = {}) {
  const signal = AbortSignal.timeout(how.method ? PATIENCE_MS : LONG_PATIENCE_MS);
  const response = await fetch(address, { cache: "no-store", credentials: "same-origin", signal, ...how }).catch(() => null);
  const told = await response?.json().catch(() => null);
  if (!response?.ok || !told) throw new Refusal(told?.said ?? "", told?.why);
  return told;
}

/** @param {string} address @returns {Promise<any>} */
export function get(address) {
  return ask(address);
}

/** How the vault stands. @param {string} address @returns {Promise<State>} */
export async function state(address) {
  const told = await ask(address);
  token = told.token;
  return told;
}

/**
 * @param {string} address
 * @param {Record<string, string>} [fields]
 * @returns {Promise<any>}
 */
export function post(address, fields = {}) {
  return ask(address, { method: "POST", body: new URLSearchParams(fields), headers: { "X-CSRFToken": token } });
}

/**
 * What is sent of a slot.
 * @param {Vault} vault
 * @param {import("./vault.js").Slot} slot
 */
export function slotFields(vault, slot) {
  const { kind, salt, iterations, box } = slot;
  return { check_box: vault.check_box, kind, salt, iterations: `${iterations}`, box };
}
