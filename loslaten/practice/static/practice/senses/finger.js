// What the mean colours say about the finger on the lens. The same borders as loslaten/body, where a test compares them.

/** Light through a finger is red: at least this many times green and blue. */
const RED_SHARE = 1.6;
/** Of 255: darker than this there is no light behind the finger. */
const LEAST_LIGHT = 5;
/** Of 255: this bright there is no room left for a pulse. */
const BLINDED = 254;
/** So long (s) it must look like this before it is said. */
const SURE = 1;
/** So long (s) what was said before the first finger may be read. */
const READ = 5;

/** @typedef {"clear" | "dark" | "bright" | "lifted"} Look */

/**
 * @param {number} red @param {number} green @param {number} blue
 * @returns {Look}
 */
export function look(red, green, blue) {
  if (Math.max(red, green, blue) < LEAST_LIGHT) return "dark";
  // A blinded red leaves green to be read, where there is any.
  const blinded = red >= BLINDED;
  if (red < RED_SHARE * (blinded ? green : Math.max(green, blue))) return "lifted";
  return blinded && green < LEAST_LIGHT ? "bright" : "clear";
}

/**
 * The mean colours of a picture.
 * @param {ArrayLike<number>} pixels red, green, blue and opacity of each, 0 to 255
 * @returns {[number, number, number]}
 */
export function meanColours(pixels) {
  let red = 0;
  let green = 0;
  let blue = 0;
  for (let at = 0; at < pixels.length; at += 4) {
    red += pixels[at];
    green += pixels[at + 1];
    blue += pixels[at + 2];
  }
  const count = pixels.length / 4;
  return [red / count, green / count, blue / count];
}

export class Finger {
  /** @param {(look: Look) => void} noted told when it looks otherwise for a second; the first time in any case */
  constructor(noted) {
    this.noted = noted;
    /** @type {Look | ""} */
    this.said = "";
    /** @type {Look | ""} */
    this.now = "";
    this.since = 0;
  }

  /** @param {number[]} sample time in s, and the mean colours */
  see([time, red, green, blue]) {
    const now = look(red, green, blue);
    if (now !== this.now) this.since = time;
    this.now = now;
    if (now === this.said || time - this.since < (this.said || now !== "clear" ? SURE : READ)) return;
    this.said = now;
    this.noted(now);
  }
}
