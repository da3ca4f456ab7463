// Rounds practised without a network: each under its own name on this device, until the server has it.
// One write turns a round that is going on into one that waits, so there is no moment in which it is neither.

import { names, passed, read, remove, ROUND as PREFIX, write } from "./device.js";
import { deliver, keepTrying, oneTab } from "./sending.js";

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
  return oneTab("loslaten.outbox", () => sendAll(address));
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
  const answer = await deliver(address, [...answers, ["key", key], ["started_at", started_at], ["lasted_s", `${lasted_s}`], ["ending", ending]]);
  if (answer?.ok && answer.told.after) return { key, state: "sent", ...answer.told };
  return answer?.status === UNREADABLE && answer.told.said ? { key, state: "refused", said: answer.told.said } : { key, state: "waits" };
}

/**
 * Send when this page opens, when there is a network again, and now and then.
 * @param {string} address
 * @param {(results: Sent[]) => void} [tell]
 * @returns {() => Promise<void>} send once more, now
 */
export function keepSending(address, tell = () => {}) {
  return keepTrying(waiting, async () => tell(await send(address)));
}
