// Draws the tide: water, gauge, word and number, and blocks for who wants no movement.

import { find } from "./senses.js";
import { swell } from "./breath-pace.js";

/** @typedef {import("./breath-pace.js").Phase} Phase */

// The two marks, and how far the middle swells above or hangs below the shores; in units of the drawing.
const LOW = 236;
const HIGH = 84;
const BEND = 52;
const LEAN = 15;

export class TidePicture {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.sea = find(root, ".sea", SVGPathElement);
    this.surface = find(root, ".surface", SVGPathElement);
    this.word = find(root, ".word", HTMLElement);
    this.count = find(root, ".count", HTMLElement);
    this.gauge = find(root, ".gauge", HTMLElement);
    this.beats = find(root, ".beats", HTMLElement);
    this.level = 0;
    this.shown = "";
  }

  /** @param {string} word @param {string | number} [count] */
  say(word, count = "") {
    if (this.word.textContent !== word) this.word.textContent = word;
    if (this.count.textContent !== String(count)) this.count.textContent = String(count);
  }

  /**
   * Show one moment of a breath; `from` is where the water stood when this in-breath began.
   *
   * @param {Phase} phase @param {string} word @param {number} from
   */
  show(phase, word, from) {
    const { up, part, level } = phase;
    const lean = LEAN * Math.sin(Math.PI * part) * (up ? 1 - from : -1);
    this.water(up ? from + (1 - from) * swell(part) : level, lean);
    const key = `${up}${phase.count}/${phase.counts}`;
    if (key === this.shown) return;
    this.shown = key;
    this.say(word, phase.counts - phase.count);
    this.#fill(this.gauge, phase.counts, up ? phase.count + 1 : phase.counts - phase.count);
  }

  /** @param {number} level @param {number} [lean] the in-breath pulls the middle ahead, the out-breath lets it hang */
  water(level, lean = 0) {
    this.level = level;
    if (this.root.classList.contains("still")) return;
    const shore = LOW - level * (LOW - HIGH);
    const middle = shore - (level - 0.5) * BEND - lean;
    const line = `M0 ${shore.toFixed(1)}Q200 ${middle.toFixed(1)} 400 ${shore.toFixed(1)}`;
    this.surface.setAttribute("d", line);
    this.sea.setAttribute("d", `${line}V400H0Z`);
  }

  /** One block a count: the in-breath, a gap, the out-breath. @param {number} inhale @param {number} exhale @param {number} on */
  blocks(inhale, exhale, on) {
    this.#fill(this.beats, inhale + exhale, on, inhale);
  }

  /** Moving or still: a full basin of water that never moves. @param {boolean} still */
  hold(still) {
    this.root.classList.toggle("still", still);
    if (still) this.sea.setAttribute("d", "M0 0H400V400H0Z");
    else this.water(this.level);
  }

  rest() {
    this.shown = "";
    this.#fill(this.gauge, 0, 0);
  }

  /** @param {HTMLElement} box @param {number} size @param {number} on @param {number} [gap] */
  #fill(box, size, on, gap = -1) {
    while (box.childElementCount > size) box.lastElementChild?.remove();
    while (box.childElementCount < size) box.append(document.createElement("i"));
    [...box.children].forEach((block, i) => {
      if (block instanceof HTMLElement) block.dataset.n = String(i + 1);
      block.classList.toggle("on", i < on);
      block.classList.toggle("gap", i === gap);
    });
  }
}
