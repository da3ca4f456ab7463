// One's own breath: a finger on the water, or the space bar, for as long as one breathes in.

/** @typedef {{ samples: (list: [number, number][]) => void, ended: (reason: string) => void, noted: (code: string) => void }} Listener */

export const able = () => "";

/** Anything that a space bar is for already. */
const BUSY = "button, input, select, textarea, summary, a";

class Hand {
  down = false;
  closing = new AbortController();

  /** @param {HTMLElement} water @param {Listener} on */
  constructor(water, on) {
    this.water = water;
    this.on = on;
    water.classList.add("pressed-on");
    this.listen({ signal: this.closing.signal });
  }

  /** @param {{ signal: AbortSignal }} until */
  listen(until) {
    const { water } = this;
    water.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      water.setPointerCapture(event.pointerId);
      this.press(true);
    }, until);
    for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) {
      water.addEventListener(name, () => this.press(false), until);
    }
    // A long press would open a menu and take the finger's release with it.
    water.addEventListener("contextmenu", (event) => event.preventDefault(), until);
    addEventListener("keydown", (event) => this.key(event, true), until);
    addEventListener("keyup", (event) => this.key(event, false), until);
    addEventListener("blur", () => this.press(false), until);
  }

  /** @param {KeyboardEvent} event @param {boolean} down */
  key(event, down) {
    const taken = event.target instanceof Element && event.target.closest(BUSY);
    if (event.key !== " " || (taken && (down || !this.down))) return;
    event.preventDefault();
    if (!event.repeat) this.press(down);
  }

  /** @param {boolean} down */
  press(down) {
    if (down === this.down) return;
    this.down = down;
    this.on.samples([[performance.now() / 1000, Number(down)]]);
  }

  close() {
    this.closing.abort();
    this.water.classList.remove("pressed-on");
  }
}

/** @param {Listener} on */
export async function open(on) {
  const water = document.querySelector(".tide");
  if (!(water instanceof HTMLElement)) throw new Error("failed");
  const hand = new Hand(water, on);
  return { close: () => hand.close() };
}
