// What this device remembers for a while: where one was in a step, and whether one wants sound.
// A browser may refuse to store anything; then the practice simply does not remember.

const DAY = 24 * 60 * 60 * 1000;

/** @param {string} key @returns {string | null} */
export function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** @param {string} key @param {string | null} value */
export function remember(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Nothing is lost but the memory itself.
  }
}

/** @returns {string[]} */
function storedKeys() {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}

/** How old a bookmark is, in ms; after a clock was set back it is simply young. @param {string} key */
function age(key) {
  try {
    return Date.now() - JSON.parse(recall(key) ?? "").at;
  } catch {
    return Infinity;
  }
}

/**
 * Where one was in a step of this round; nothing is kept longer than a day.
 *
 * @template {object} Place
 */
export class Bookmark {
  /** @param {string} step @param {string} round */
  constructor(step, round) {
    this.key = `${step}:${round}`;
    // Rounds that were never finished leave no trace either.
    for (const key of storedKeys()) if (key.startsWith(`${step}:`) && age(key) > DAY) remember(key, null);
  }

  /** @returns {Partial<Place>} */
  read() {
    try {
      const { at, ...place } = JSON.parse(recall(this.key) ?? "{}");
      if (typeof at === "number") return /** @type {Partial<Place>} */ (place);
    } catch {
      // Something else wrote here: begin at the beginning.
    }
    this.forget();
    return {};
  }

  /** @param {Place} place */
  write(place) {
    remember(this.key, JSON.stringify({ ...place, at: Date.now() }));
  }

  forget() {
    remember(this.key, null);
  }
}
