// How the tide keeps time: pure, without a clock or a page. Rates are breaths per minute, times are seconds.

export const SLOWEST = 4.5;
export const FASTEST = 7;
const STEP = 0.5;
/** What the water follows by, a minute; paces nearer than this are one pace. */
export const QUARTER = 0.25;
const ALIKE = 0.1;
/** Where a measured breath slows down to, and by how much each minute. */
export const CALM = 6;
export const SLOWING = 0.5;

/** A press is an in-breath; shorter is a slip of the finger, longer is a finger that was forgotten. */
const PRESS = { shortest: 0.5, longest: 15 };
/** From one in-breath to the next: forty to two breaths a minute. */
const CYCLE = { shortest: 1.5, longest: 30 };
export const MEASURED_BREATHS = 4;

/**
 * @typedef {object} Pace
 * @property {number} rate what it was at `since`
 * @property {number} target what it slows down to, never above `rate`
 * @property {number} since
 * @property {number} share the part of a breath that is in-breath, at most a half
 * @property {number | null} own what was measured
 *
 * @typedef {{ start: number, inhale: number, exhale: number }} Breath
 * @typedef {object} Phase
 * @property {Breath} breath
 * @property {number} index
 * @property {boolean} up
 * @property {number} part how far this phase is, 0 to 1
 * @property {number} counts how many counts of about a second it has
 * @property {number} count which of them this is, from 0
 * @property {number} level how high the water stands, 0 to 1
 *
 * @typedef {{ down: number, up: number }} Press
 */

/** @param {number} inhale @param {number} exhale @returns {Pace} */
export function paceOf(inhale, exhale) {
  const rate = 60 / (inhale + exhale);
  return { rate, target: rate, since: 0, share: Math.min(0.5, inhale / (inhale + exhale)), own: null };
}

/** @param {Pace} pace @param {number} time */
export function rateAt(pace, time) {
  return Math.max(pace.target, pace.rate - (SLOWING * Math.max(0, time - pace.since)) / 60);
}

/**
 * Start at one's own pace, and slow down gently when it is quick.
 *
 * @param {Pace} pace @param {number} own @param {number} time @returns {Pace}
 */
export function atOwnPace(pace, own, time) {
  return { ...pace, rate: own, target: Math.min(own, CALM), since: time, own };
}

/** One's own pace is the quickest there is; who breathes more slowly than the tide's slowest keeps that. @param {Pace} pace */
function bounds(pace) {
  return { slowest: Math.min(SLOWEST, pace.own ?? SLOWEST), fastest: pace.own ?? FASTEST };
}

/** @param {Pace} pace @param {number} time @returns {Pace} */
export function slower(pace, time) {
  const now = rateAt(pace, time);
  const rate = Math.min(now, Math.max(bounds(pace).slowest, (Math.ceil(now / STEP - 1e-9) - 1) * STEP));
  return { ...pace, rate, target: Math.min(pace.target, rate), since: time };
}

/** Who asks for faster is no longer slowed down. @param {Pace} pace @param {number} time @returns {Pace} */
export function faster(pace, time) {
  const now = rateAt(pace, time);
  const rate = Math.max(now, Math.min(bounds(pace).fastest, (Math.floor(now / STEP + 1e-9) + 1) * STEP));
  return { ...pace, rate, target: rate, since: time };
}

/** This fast, never faster than one's own, and no longer slowing down. @param {Pace} pace @param {number} wish @param {number} time @returns {Pace} */
export function going(pace, wish, time) {
  const rate = Math.min(wish, pace.own ?? wish);
  return { ...pace, rate, target: rate, since: time };
}

/** @param {number} rate @param {number[]} refused */
export const isRefused = (rate, refused) => refused.some((each) => Math.abs(each - rate) < ALIKE);

/**
 * From a pace that was not pleasant: a quarter breath back to where one came from, or else on; the same where neither will do.
 *
 * @param {Pace} pace @param {number} time @param {number} heading how it went there @param {number[]} refused @returns {number}
 */
export function awayFrom(pace, time, heading, refused) {
  const now = rateAt(pace, time);
  const { slowest, fastest } = bounds(pace);
  const ways = [now - heading, now + heading];
  return ways.find((rate) => rate >= slowest && rate <= Math.max(fastest, now) && !isRefused(rate, refused)) ?? now;
}

/**
 * The breaths from one moment until about another: the last one is always whole, and there is always one.
 *
 * @param {Pace} pace @param {number} from @param {number} until @returns {Breath[]}
 */
export function breathsFrom(pace, from, until) {
  const breaths = [];
  for (let start = from; ; ) {
    const whole = 60 / rateAt(pace, start);
    // Half a breath too many is kinder than half a breath too few.
    if (breaths.length && start + whole / 2 > until + 1e-6) return breaths;
    breaths.push({ start, inhale: whole * pace.share, exhale: whole * (1 - pace.share) });
    start += whole;
  }
}

/** @param {Breath} breath */
export function endOf(breath) {
  return breath.start + breath.inhale + breath.exhale;
}

/** A half cosine: still at both ends. @param {number} part */
export function swell(part) {
  return (1 - Math.cos(Math.PI * part)) / 2;
}

/**
 * Where the breath is at a moment, or nothing when it is over.
 *
 * @param {Breath[]} breaths @param {number} time @returns {Phase | null}
 */
export function phaseAt(breaths, time) {
  const index = breaths.findIndex((each) => time < endOf(each));
  if (index < 0) return null;
  const breath = breaths[index];
  const into = Math.max(0, time - breath.start);
  const up = into < breath.inhale;
  const length = up ? breath.inhale : breath.exhale;
  const part = Math.min(1, (up ? into : into - breath.inhale) / length);
  // Counts are even: an in-breath of 4.4 seconds is four long counts, never four and a bit.
  const counts = countsIn(length);
  const count = Math.min(counts - 1, Math.floor(part * counts));
  return { breath, index, up, part, counts, count, level: up ? swell(part) : 1 - swell(part) };
}

/** @param {number} length */
export function countsIn(length) {
  return Math.max(1, Math.round(length));
}

/** From each in-breath to the next, as far as the presses can be believed. @param {Press[]} presses */
function cycles(presses) {
  const found = [];
  let last = null;
  for (const { down, up } of presses) {
    const held = up - down;
    if (held < PRESS.shortest) continue;
    if (held > PRESS.longest) {
      // Somewhere in there a breath went by unseen.
      last = null;
      continue;
    }
    if (last !== null && down - last >= CYCLE.shortest && down - last <= CYCLE.longest) found.push(down - last);
    last = down;
  }
  return found;
}

/**
 * One's own pace, and how many more in-breaths are needed to know it. The median shrugs off a missed breath or a sigh.
 * A press that is still going on (`up` is Infinity) tells when an in-breath began; it is taken at its word.
 *
 * @param {Press[]} presses @returns {{ rate: number | null, missing: number }}
 */
export function ownRate(presses) {
  const known = cycles(presses.map((press) => (press.up === Infinity ? { down: press.down, up: press.down + 1 } : press)));
  const missing = Math.max(0, MEASURED_BREATHS - known.length);
  if (missing) return { rate: null, missing };
  const sorted = [...known].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
  return { rate: 60 / median, missing };
}

/** How many counts the in-breath and the out-breath have. @param {Pace} pace @param {number} time @returns {[number, number]} */
export function countsAt(pace, time) {
  const whole = 60 / rateAt(pace, time);
  return [countsIn(whole * pace.share), countsIn(whole * (1 - pace.share))];
}
