// Words of somebody who may be in danger, found in the browser: what is written never leaves it.
// The same list and the same reading as loslaten/library/crisis.py; a test holds the two together.

const LIST = new URL("./crisis.json", import.meta.url);
const SHORTEST = 5;
const LONGEST = 100_000;
const SPACED = /\b(?:[a-z0-9][ .*-]){2,}[a-z0-9]\b/g; // s u i c i d e
const JOINED = /\b(niet|nie|ni|nooit)(?:meer|mer)\b/g; // nimeer
const DISGUISED = /[a-z0-9@$]+/g;
/** @type {Record<string, string>} */
const LETTERS = { 0: "o", 1: "i", 3: "e", 4: "a", 5: "s", 7: "t", "@": "a", $: "s" };

/**
 * @typedef {{sets: Record<string, string>, adverbs: string, everyday: string[], crisis: string[], alone: string[],
 *   spelling: Record<string, number>, real_words: string[]}} List
 * @typedef {{everyday: RegExp, crisis: RegExp, alone: Set<string>, spelling: [string, number][], known: Set<string>}} Phrases
 */

/** @type {Promise<Phrases> | undefined} */
let loading;

/** @returns {Promise<Phrases>} */
async function fetchPhrases() {
  const answer = await fetch(LIST);
  if (!answer.ok) throw new Error(`The list of crisis words did not come: ${answer.status}`);
  /** @type {List} */
  const list = await answer.json();
  return {
    everyday: compiled(list.everyday, list, "g"),
    crisis: compiled(list.crisis, list, ""),
    alone: new Set(list.alone),
    spelling: Object.entries(list.spelling),
    known: new Set([...list.real_words, ...Object.keys(list.spelling)]),
  };
}

/** The list is fetched once; after a failed fetch the next question asks again. */
function phrases() {
  loading ??= fetchPhrases().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** @param {string[]} rows @param {List} list @param {string} flags */
function compiled(rows, list, flags) {
  return new RegExp(rows.map((row) => row.split(" ").map((token) => step(token, list)).join("")).join("|"), flags);
}

/** @param {string} token @param {List} list */
function step(token, list) {
  if (token === "~") return `(?: (?:${list.adverbs})(?= )){0,6}`;
  if (token === "+") return "(?: [a-z0-9]+(?= )){0,4}";
  if (token === "$") return "(?: \\.| $)";
  let words = token;
  for (const [name, some] of Object.entries(list.sets)) words = words.replaceAll(`<${name}>`, some);
  const here = ` (?:${words.replace(/\?+$/, "").replaceAll("_", " ").replaceAll("*", "[a-z]*")})(?= )`;
  return words.endsWith("?") ? `(?:${here})?` : here;
}

/** Read figures among letters as the letters they look like: su1cide.
 * @param {string} word */
function undisguised(word) {
  if ((word.match(/[a-z]/g) ?? []).length < 2) return word;
  return word.replace(/[013457@$]/g, (sign) => LETTERS[sign] ?? sign);
}

/** @param {string} text @returns {string[]} */
function wordsOf(text) {
  const low = text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/([a-z])['’´`]([a-z])/g, "$1$2")
    .replace(SPACED, (found) => found.replace(/[^a-z0-9]/g, ""))
    .replace(/([a-z])\*+(?=[a-z])/g, "$1")
    .replace(DISGUISED, undisguised)
    .replace(/([a-z])\1{2,}/g, "$1$1")
    .replace(JOINED, "$1 meer")
    .replace(/[.!?;:\n\r…]+/g, " . ");
  return low.match(/[a-z0-9]+|\./g) ?? [];
}

/** Count the letters to change, add, drop or swap; more than `most` is told as `most + 1`.
 * @param {string} one @param {string} other @param {number} most */
function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  /** @type {number[]} */
  let last = [];
  /** @type {number[]} */
  let before = [];
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    [last, before, row] = [before, row, [i]];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      let cost = Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + same);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) cost = Math.min(cost, last[j - 2] + 1);
      row.push(cost);
    }
    if (Math.min(...row) > most) return most + 1;
  }
  return Math.min(row[other.length], most + 1);
}

/** @param {string} word @param {Phrases} known */
function corrected(word, known) {
  if (word.length < SHORTEST || known.known.has(word)) return word;
  const meant = known.spelling.find(([right, most]) => word[0] === right[0] && distance(word, right, most) <= most);
  return meant ? meant[0] : word;
}

/**
 * Tell whether a text, two words or a whole note, says that somebody may be in danger.
 * @param {string} text
 * @returns {Promise<boolean>}
 */
export async function isCrisis(text) {
  const words = wordsOf(text.slice(0, LONGEST));
  if (!words.length) return false;
  const list = await phrases();
  const line = ` ${words.map((word) => corrected(word, list)).join(" ")} `;
  if (list.alone.has(line.replaceAll(" . ", " ").trim())) return true;
  return list.crisis.test(line.replace(list.everyday, " ."));
}
