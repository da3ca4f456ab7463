// What this device keeps for a while: small, at once, and gone again. A browser may refuse; then we say so.

/** What a round without a network is called on this device, before its key. */
export const ROUND = "loslaten.round.";
/** What a moment that waits is called, before its key. */
export const MOMENT = "loslaten.moment.";
/** The names of somebody's patterns, in the words of the lists, for a moment without a network. */
export const PATTERNS = "loslaten.patterns";
/** What was heard in a round is called so in the tab that heard it, before the key of the round. */
const HEARD = "heard:";
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Write at once, so that a tab that dies the next moment loses nothing.
 * @param {string} name
 * @param {object} value
 * @returns {boolean} whether it was kept
 */
export function write(name, value) {
  try {
    localStorage.setItem(name, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {string} name
 * @returns {any} what was kept, or null
 */
export function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name) ?? "null");
  } catch {
    return null;
  }
}

/** @param {string} name */
export function remove(name) {
  try {
    localStorage.removeItem(name);
  } catch {
    // A browser that keeps nothing has nothing to remove.
  }
}

/**
 * @param {string} prefix
 * @returns {string[]} every name that begins so
 */
export function names(prefix) {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(prefix));
  } catch {
    return [];
  }
}

/**
 * Whether something written then is over a day old; a clock that was far ahead counts as old too.
 * @param {unknown} then
 * @returns {boolean}
 */
export function passed(then) {
  return typeof then !== "number" || Math.abs(Date.now() - then) > DAY_MS;
}

/** Forget what the patterns are called; whose they were stays, for a moment that is still to be written down. */
export function forgetPatterns() {
  const known = read(PATTERNS);
  if (known?.patterns?.length) write(PATTERNS, { ...known, patterns: [] });
}

/**
 * Forget what was heard in this tab: in one round, or in all.
 * @param {string} [round]
 * @param {(at: unknown) => boolean} [when]
 */
export function forgetHeard(round = "", when = () => true) {
  try {
    const heard = Object.keys(sessionStorage).filter((name) => name.startsWith(round ? HEARD + round : HEARD));
    for (const name of heard) if (when(JSON.parse(sessionStorage.getItem(name) ?? "null")?.at)) sessionStorage.removeItem(name);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}
