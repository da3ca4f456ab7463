// Rounds practised without a network: each under its own name on this device, until the server has it.
// One write turns a round that is going on into one that waits, so there is no moment in which it is neither.

import { names, passed, read, remove, ROUND as PREFIX, write } from "./device.js";

/**
 * @typedef {object} OfflineRound
 * @property {string} key made at its start; the server stores each key once
 * @property {string} started_at
 * @property {number} lasted_s
 * @property {string} part where somebody is
 * @property {[string, string][]} answers
 * @property {string} ending empty while it is going on
 * @property {number} at when it was last written
 * @property {string} [refused] why the server could not read it
 *
 * @typedef {object} Sent
 * @property {string} key
 * @property {"sent" | "refused" | "waits"} state
 * @property {string} [after] where to look at it
 * @property {string} [said] one sentence of the server
 */

const PATIENCE_MS = 20_000;
const PAUSES_S = [5, 15, 60, 300];
const UNREADABLE = 422;

/** @returns {OfflineRound[]} every round here, the newest first */
function rounds() {
  const found = names(PREFIX).map(read).filter((each) => each?.key);
  return found.sort((one, other) => other.at - one.at);
}

/** @returns {OfflineRound[]} rounds that are finished and not sent yet */
export function waiting() {
  return rounds().filter((each) => each.ending && !each.refused);
}

/** @returns {OfflineRound[]} rounds that the server could not read */
export function refused() {
  return rounds().filter((each) => each.refused);
}

/** @returns {OfflineRound | undefined} the round somebody was in; after a day it is let go */
export function unfinished() {
  const open = rounds().filter((each) => !each.ending);
  open.filter((each) => passed(each.at)).forEach((each) => forget(each.key));
  return open.find((each) => !passed(each.at));
}

/**
 * @param {OfflineRound} round
 * @returns {boolean} whether the device kept it
 */
export function keep(round) {
  // Another tab may have finished it: what is finished stays so.
  if (!round.ending && read(PREFIX + round.key)?.ending) return true;
  return write(PREFIX + round.key, { ...round, at: Date.now() });
}

/** @param {string} key */
export function forget(key) {
  remove(PREFIX + key);
}

/**
 * Send every finished round, one tab at a time.
 * @param {string} address
 * @returns {Promise<Sent[]>}
 */
export async function send(address) {
  const locks = navigator.locks;
  return locks ? locks.request("loslaten.outbox", () => sendAll(address)) : sendAll(address);
}

/**
 * @param {string} address
 * @returns {Promise<Sent[]>}
 */
async function sendAll(address) {
  /** @type {Sent[]} */
  const all = [];
  for (const round of waiting()) {
    const result = await sendOne(address, round);
    if (result.state === "sent") forget(round.key);
    if (result.state === "refused") write(PREFIX + round.key, { ...round, refused: result.said });
    all.push(result);
    if (result.state === "waits") break;
  }
  return all;
}

/**
 * @param {string} address
 * @param {OfflineRound} round
 * @returns {Promise<Sent>}
 */
async function sendOne(address, { key, started_at, lasted_s, ending, answers }) {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const { token } = await (await fetch(address, { cache: "no-store", signal })).json();
    const body = new URLSearchParams([...answers, ["key", key], ["started_at", started_at], ["lasted_s", `${lasted_s}`], ["ending", ending]]);
    const response = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token }, signal });
    // Only our own answer counts: a disk may be full, or a hotel's sign-in page may stand in between.
    const told = await response.json();
    if (response.ok && told.after) return { key, state: "sent", ...told };
    return response.status === UNREADABLE && told.said ? { key, state: "refused", said: told.said } : { key, state: "waits" };
  } catch {
    return { key, state: "waits" };
  }
}

/**
 * Send when this page opens, when there is a network again, and now and then.
 * @param {string} address
 * @param {(results: Sent[]) => void} [tell]
 * @returns {() => Promise<void>} send once more, now
 */
export function keepSending(address, tell = () => {}) {
  let tries = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const attempt = async () => {
    clearTimeout(timer);
    if (!waiting().length) return;
    const results = await send(address);
    tell(results);
    if (!waiting().length) return;
    timer = setTimeout(attempt, PAUSES_S[Math.min(tries++, PAUSES_S.length - 1)] * 1000);
  };
  addEventListener("online", attempt);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && attempt());
  attempt();
  return attempt;
}
