// Keeps the screen on while a practice runs, where the device lets a page ask for that.

export class WakeLock {
  /** @param {() => void} cannot told once when the screen may go dark by itself */
  constructor(cannot) {
    this.cannot = cannot;
    this.wanted = false;
    /** @type {WakeLockSentinel | null} */
    this.lock = null;
    if (!("wakeLock" in navigator)) cannot();
    // The browser itself lets go when the page is hidden.
    this.look = () => void (this.wanted && !document.hidden && this.#take());
  }

  hold() {
    if (this.wanted) return;
    this.wanted = true;
    document.addEventListener("visibilitychange", this.look);
    this.#take();
  }

  release() {
    this.wanted = false;
    document.removeEventListener("visibilitychange", this.look);
    this.lock?.release().catch(() => {});
    this.lock = null;
  }

  async #take() {
    if (!("wakeLock" in navigator) || (this.lock && !this.lock.released)) return;
    try {
      const lock = await navigator.wakeLock.request("screen");
      if (this.wanted) this.lock = lock;
      else await lock.release();
    } catch {
      // An almost empty battery, or a person who does not allow it.
      if (!document.hidden) this.cannot();
    }
  }
}
