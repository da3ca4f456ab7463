// "Breathe your own breath": press on the water, or hold the space bar, while breathing in. A mirror, not a target.

import { ownRate, swell } from "./breath-pace.js";

/** @typedef {import("./breath-pace.js").Press} Press */
/**
 * @typedef {object} Listener
 * @property {(down: boolean) => void} onPress
 * @property {(missing: number) => void} onMissing
 * @property {(rate: number) => void} onRate
 * @property {(level: number) => void} onLevel
 */

/** The water follows the finger this slowly, in ms. */
const FOLLOW = 3500;

export class OwnBreath {
  /** @param {HTMLElement} water where to press @param {string} label @param {Listener} listener */
  constructor(water, label, listener) {
    this.water = water;
    this.listener = listener;
    /** @type {Press[]} */
    this.presses = [];
    this.down = false;
    this.byKey = false;
    this.level = 0;
    this.swing = { from: 0, to: 0, at: 0 };
    this.ending = new AbortController();
    water.tabIndex = 0;
    water.setAttribute("role", "button");
    water.setAttribute("aria-label", label);
    this.#listen();
    water.focus();
    listener.onMissing(ownRate([]).missing);
    this.#follow();
  }

  #listen() {
    const on = { signal: this.ending.signal };
    this.water.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      this.water.setPointerCapture(event.pointerId);
      this.#press(true);
    }, on);
    for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) {
      this.water.addEventListener(name, () => this.#press(false), on);
    }
    // A long press would open a menu and take the finger's release with it.
    this.water.addEventListener("contextmenu", (event) => event.preventDefault(), on);
    addEventListener("keydown", (event) => this.#key(event, true), on);
    addEventListener("keyup", (event) => this.#key(event, false), on);
    addEventListener("blur", () => this.#press(false), on);
  }

  /** The space bar belongs to the water, unless a button or a field has the focus. @param {KeyboardEvent} event @param {boolean} down */
  #key(event, down) {
    const mine = event.target === this.water || event.target === document.body;
    if (event.key !== " " || (!mine && (down || !this.down))) return;
    event.preventDefault();
    this.byKey = down;
    if (!event.repeat) this.#press(down);
  }

  /** @param {boolean} down */
  #press(down) {
    if (down === this.down) return;
    this.down = down;
    const now = performance.now();
    this.swing = { from: this.level, to: down ? 1 : 0, at: now };
    if (down) this.presses.push({ down: now / 1000, up: Infinity });
    else this.presses[this.presses.length - 1].up = now / 1000;
    this.listener.onPress(down);
    const { rate, missing } = ownRate(this.presses);
    this.listener.onMissing(missing);
    // The press that completes the last breath begins an in-breath: the tide takes over from there.
    if (rate !== null && down) this.listener.onRate(rate);
  }

  #follow() {
    if (this.ending.signal.aborted) return;
    const { from, to, at } = this.swing;
    this.level = from + (to - from) * swell(Math.min(1, (performance.now() - at) / FOLLOW));
    this.listener.onLevel(this.level);
    requestAnimationFrame(() => this.#follow());
  }

  stop() {
    this.ending.abort();
    for (const name of ["tabindex", "role", "aria-label"]) this.water.removeAttribute(name);
    // The space bar that is still down belongs to this breath, not to the button that gets the focus next.
    const swallow = (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      if (event.type === "keyup") rest.abort();
    };
    const rest = new AbortController();
    if (!this.byKey) return;
    addEventListener("keydown", swallow, { capture: true, signal: rest.signal });
    addEventListener("keyup", swallow, { capture: true, signal: rest.signal });
  }
}
