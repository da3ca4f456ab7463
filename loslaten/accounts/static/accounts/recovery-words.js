// Recovery words: 12 words for 128 random bits and a checksum of 4, forgiving in how they are typed.

import { random } from "./vault.js";
import { WORDS } from "./word-list.js";

export const COUNT = 12;
const BITS = 11;
const PREFIX = 4;
const SECRET_BYTES = 16;

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

/**
 * What somebody typed, understood or not.
 * @typedef {{ secret: Bytes }
 *   | { trouble: "count", count: number }
 *   | { trouble: "unknown", word: string, place: number, near: string }
 *   | { trouble: "checksum" }} Reading
 */

const whole = new Map(WORDS.map((word, index) => [word, index]));
const beginnings = new Map(WORDS.filter((word) => word.length >= PREFIX).map((word) => [word.slice(0, PREFIX), whole.get(word)]));

/** A new secret, and the words for it. */
export async function newWords() {
  const secret = random(SECRET_BYTES);
  return { secret, words: await toWords(secret) };
}

/** @param {Bytes} secret @returns {Promise<string[]>} */
export async function toWords(secret) {
  let number = 0n;
  for (const byte of secret) number = (number << 8n) | BigInt(byte);
  number = (number << 4n) | BigInt(await checksum(secret));
  return Array.from({ length: COUNT }, (_, place) => WORDS[Number((number >> BigInt(BITS * (COUNT - 1 - place))) & 2047n)]);
}

/**
 * Read words back: capitals, spaces, numbers, commas and accents do not matter, and four letters are enough.
 * @param {string} text
 * @returns {Promise<Reading>}
 */
export async function fromWords(text) {
  const typed = plain(text).split(/[^a-z]+/).filter(Boolean);
  const places = typed.map(indexOf);
  const missing = places.indexOf(undefined);
  if (missing >= 0) return { trouble: "unknown", word: typed[missing], place: missing + 1, near: nearest(typed[missing]) };
  if (typed.length !== COUNT) return { trouble: "count", count: typed.length };
  let number = 0n;
  for (const place of places) number = (number << BigInt(BITS)) | BigInt(place ?? 0);
  const sum = Number(number & 15n);
  const secret = new Uint8Array(SECRET_BYTES);
  number >>= 4n;
  for (let at = SECRET_BYTES - 1; at >= 0; at--, number >>= 8n) secret[at] = Number(number & 255n);
  return sum === (await checksum(secret)) ? { secret } : { trouble: "checksum" };
}

/** Whether what was typed is this word. @param {string} typed @param {string} word */
export function same(typed, word) {
  return indexOf(plain(typed).trim()) === whole.get(word);
}

/** @param {string} typed */
function indexOf(typed) {
  return whole.get(typed) ?? (typed.length >= PREFIX ? beginnings.get(typed.slice(0, PREFIX)) : undefined);
}

/** @param {string} text */
function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** @param {Bytes} secret */
async function checksum(secret) {
  const digest = await crypto.subtle.digest("SHA-256", secret);
  return new Uint8Array(digest)[0] >> 4;
}

/** The word of the list that differs in one letter, as a whole or in the four that count; or nothing. @param {string} typed */
function nearest(typed) {
  const far = (/** @type {string} */ word) => Math.min(distance(typed, word), 0.5 + distance(typed.slice(0, PREFIX), word.slice(0, PREFIX)));
  const [closest] = WORDS.map((word) => ({ word, far: far(word) })).sort((one, other) => one.far - other.far);
  return closest.far < 2 ? closest.word : "";
}

/** How many letters were changed, added, left out or swapped. @param {string} one @param {string} other */
function distance(one, other) {
  let before = /** @type {number[]} */ ([]);
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const changed = row[j - 1] + Number(one[i - 1] !== other[j - 1]);
      next[j] = Math.min(changed, row[j] + 1, next[j - 1] + 1);
      if (one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return row[other.length];
}
