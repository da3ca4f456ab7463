// After five wrong tries a pause that grows, and is told. It keeps a hurried hand from guessing; it is no lock:
// who has the locked key itself can guess elsewhere, which is why words carry 128 bits and a passphrase is slow to try.

const FREE = 5;
const FIRST_S = 5;
const LONGEST_S = 300;
const PLACE = "loslaten.tries";

/** @returns {{ wrong: number, until: number }} */
function read() {
  try {
    const { wrong, until } = JSON.parse(sessionStorage.getItem(PLACE) ?? "{}");
    return { wrong: Number(wrong) || 0, until: Number(until) || 0 };
  } catch {
    return { wrong: 0, until: 0 };
  }
}

/** @param {number} wrong @param {number} until */
function write(wrong, until) {
  try {
    sessionStorage.setItem(PLACE, JSON.stringify({ wrong, until }));
  } catch {
    // A browser that keeps nothing counts nothing.
  }
}

/** How many seconds somebody still has to wait. */
export function wait_s() {
  const left = Math.ceil((read().until - Date.now()) / 1000);
  return Math.min(Math.max(left, 0), LONGEST_S);
}

export function wrong() {
  const count = read().wrong + 1;
  const pause_s = count < FREE ? 0 : Math.min(FIRST_S * 2 ** (count - FREE), LONGEST_S);
  write(count, Date.now() + pause_s * 1000);
}

export function right() {
  write(0, 0);
}
