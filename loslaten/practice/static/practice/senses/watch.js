// A sensor that falls silent, a tab that is hidden: what every sensor has to mind, and its end, which is told once.

/**
 * @typedef {object} Listener
 * @property {(samples: import("./batch.js").Sample[]) => void} samples three to six at a time
 * @property {(reason: string) => void} ended once, when the sensor stops by itself
 * @property {(code: string) => void} noted a hint on how it goes
 */

const LOOK = 500; // ms

export class Watch {
  /**
   * @param {(reason: string) => void} ended told once, unless somebody closed before
   * @param {{ silent: number, most?: number }} limits ms without a sign of life, and ms in all
   */
  constructor(ended, { silent, most = Infinity }) {
    this.ended = ended;
    this.closing = new AbortController();
    this.signal = this.closing.signal;
    const began = performance.now();
    this.alive = began;
    const timer = setInterval(() => {
      const now = performance.now();
      if (now - began > most) this.end("enough");
      else if (now - this.alive > silent) this.end("silent");
    }, LOOK);
    this.signal.addEventListener("abort", () => clearInterval(timer));
    document.addEventListener("visibilitychange", () => document.hidden && this.end("hidden"), this);
    addEventListener("pagehide", () => this.end("hidden"), this);
  }

  /** There was a sign of life. */
  lives() {
    this.alive = performance.now();
  }

  close() {
    this.closing.abort();
  }

  /** @param {string} reason */
  end(reason) {
    if (this.signal.aborted) return;
    this.close();
    this.ended(reason);
  }
}
