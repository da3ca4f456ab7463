// Samples travel a few at a time: fewer messages, and no one waits for long.

const FEWEST = 3;
const MOST = 6;
/** From the first to the last of a batch, in s: longer than this and it goes, once there are three. */
const SPAN = 0.1;
/** A clock that goes back further than this, in s, began anew. */
const BACK = 2;

/** @typedef {number[]} Sample time in s first, then what was measured */

export class Batch {
  /** @param {(samples: Sample[]) => void} send */
  constructor(send) {
    this.send = send;
    /** @type {Sample[]} */
    this.waiting = [];
    this.newest = -Infinity;
  }

  /** Pass over what is not later than the one before, or no number. @param {Sample} sample */
  add(sample) {
    const [time] = sample;
    if (!sample.every(Number.isFinite) || (time <= this.newest && this.newest - time <= BACK)) return;
    this.newest = time;
    this.waiting.push(sample);
    const { length } = this.waiting;
    if (length < MOST && (length < FEWEST || this.newest - this.waiting[0][0] < SPAN)) return;
    this.send(this.waiting);
    this.waiting = [];
  }
}
