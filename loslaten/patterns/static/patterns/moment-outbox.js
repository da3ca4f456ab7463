// Moments on their way: each under its own key on this device, until the server has it. It stores each key once.

import { MOMENT as PREFIX, names, passed, PATTERNS, read, remove, write } from "../practice/device.js";
import { deliver, keepTrying, oneTab } from "../practice/sending.js";

/**
 * @typedef {object} Waiting
 * @property {string} key
 * @property {[string, string][]} fields as the form has them
 * @property {number} at when it was last written
 * @property {string} [refused] why the server could not read it
 * @property {string} [gone] said when its pattern was erased meanwhile
 *
 * @typedef {object} Sent
 * @property {string} key
 * @property {"sent" | "refused" | "gone" | "held" | "waits"} state
 * @property {string} [after] where to look at it
 * @property {string} [said] one sentence of the server
 *
 * @typedef {{ id: string, name: string }} Named
 */

const UNREADABLE = 422;
const GONE = 410;
const HELD = 409;
const ACCOUNT = "a";
const GUEST = "g";
/** Of somebody who is not signed in here, as the server said since this page opened; the next page asks again. */
const held = /** @type {Map<string, string>} */ (new Map());

/** @returns {Waiting[]} every moment here, the newest first */
export function all() {
  const found = names(PREFIX).map(read).filter((each) => each?.key);
  return found.sort((one, other) => other.at - one.at);
}

/** @returns {Waiting[]} what can be sent as it is */
export function waiting() {
  return all().filter((each) => !each.refused && !each.gone && !held.has(each.key));
}

/** Why a moment stays here for now. @param {string} key @returns {string} */
export function stays(key) {
  return held.get(key) ?? "";
}

/**
 * Whether a moment is of who is here: theirs, nobody's yet, or a guest's where no account is signed in.
 * @param {Waiting} moment
 * @param {string[]} marks of who is here
 * @returns {boolean}
 */
export function isOf({ fields }, marks) {
  const mark = Object.fromEntries(fields).whose ?? "";
  const account = marks.some((each) => each.startsWith(ACCOUNT));
  return !mark || (mark.startsWith(GUEST) && !account) || marks.some((each) => each.slice(1) === mark.slice(1));
}

/** @param {Waiting} moment @returns {boolean} whether the device kept it */
export function keep(moment) {
  return write(PREFIX + moment.key, { ...moment, at: Date.now() });
}

/** @param {string} key */
export function forget(key) {
  remove(PREFIX + key);
}

/**
 * Give a moment another pattern, so that it can go.
 * @param {string} key
 * @param {string} pattern
 */
export function move(key, pattern) {
  const moment = read(PREFIX + key);
  if (!moment) return;
  const fields = moment.fields.filter((/** @type {[string, string]} */ [name]) => name !== "pattern");
  keep({ key, fields: [...fields, ["pattern", pattern]], at: 0 });
}

/**
 * Send everything that can go, one tab at a time.
 * @param {string} address
 * @returns {Promise<Sent[]>}
 */
export function send(address) {
  return oneTab("loslaten.moments", async () => {
    /** @type {Sent[]} */
    const results = [];
    for (const moment of waiting()) {
      const result = await sendOne(address, moment);
      if (result.state === "sent") forget(moment.key);
      if (result.state === "held") held.set(moment.key, result.said ?? "");
      if (result.state === "refused" || result.state === "gone") keep({ ...moment, [result.state]: result.said });
      results.push(result);
      if (result.state === "waits") break;
    }
    return results;
  });
}

/**
 * @param {string} address
 * @param {Waiting} moment
 * @returns {Promise<Sent>}
 */
async function sendOne(address, { key, fields }) {
  const answer = await deliver(address, [...fields, ["key", key]]);
  const { after, said } = answer?.told ?? {};
  if (answer?.ok && after) return { key, state: "sent", after, said };
  if (answer?.status === GONE && said) return { key, state: "gone", said };
  if (answer?.status === HELD && said) return { key, state: "held", said };
  return answer?.status === UNREADABLE && said ? { key, state: "refused", said } : { key, state: "waits" };
}

/**
 * @param {string} address
 * @param {(results: Sent[]) => void} [tell]
 * @returns {() => Promise<void>} send once more, now
 */
export function keepSending(address, tell = () => {}) {
  return keepTrying(waiting, async () => tell(await send(address)));
}

/**
 * Remember what the patterns are called, and whose they are; the names of whoever keeps nothing here go within a day.
 * @param {Named[]} patterns
 * @param {boolean} keeps
 * @param {string} whose
 */
export function remember(patterns, keeps, whose) {
  write(PATTERNS, { patterns, keeps, whose, at: Date.now() });
}

/** The mark of who was here last with a network. @returns {string} */
export function whose() {
  return read(PATTERNS)?.whose ?? "";
}

/** @returns {Named[]} */
export function remembered() {
  const known = read(PATTERNS);
  return known && (known.keeps || !passed(known.at)) ? known.patterns : [];
}
