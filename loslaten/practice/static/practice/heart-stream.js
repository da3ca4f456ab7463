// <heart-stream>: listening along with a strap, the camera, the belly or one's own breath. A mirror, and nothing waits for it.

import { rateAt } from "./breath-pace.js";
import { points, summary, table } from "./heard.js";
import { HeartWave } from "./heart-wave.js";
import { LiveLine } from "./live-line.js";
import { asksForStillness, find, say, wants } from "./senses.js";

/**
 * @typedef {import("./live-line.js").Answer} Answer
 * @typedef {import("./live-line.js").Reading} Reading
 * @typedef {import("./live-line.js").Sample} Sample
 * @typedef {{ able(): string, open(on: object): Promise<{ close(): void }> }} Sense
 * @typedef {HTMLElement & { mine: import("./breath-pace.js").Pace, time(): number, follow(rate: number): void }} Tide
 */

const GATE = 0.5;
const CLEAR = 0.8;
/** Clocks that differ by more than this (s) are two clocks. */
const APART = 5;
/** A drawing twice a second is quick enough for a line that moves with the breath. */
const DRAWN_MS = 500;
const HEARTS = new Set(["strap", "camera"]);
/** Samples kept for the file: an hour of camera. */
const MOST_SAMPLES = 120_000;

class HeartStream extends HTMLElement {
  sense = "";
  /** @type {{ close(): void } | null} */
  sensor = null;
  /** @type {LiveLine | null} */
  line = null;
  /** @type {Reading[]} */
  readings = [];
  /** @type {[number, number | null][]} */
  beats = [];
  /** @type {Sample[]} */
  samples = [];
  /** @type {number[]} */
  refused = [];
  shift = 0;
  /** Grows with every change of mind, so that a sensor that opens too late is closed again. */
  wish = 0;
  drawnAt = -Infinity;
  note = "";

  connectedCallback() {
    if (this.tide) return;
    this.tide = /** @type {Tide} */ (this.closest("breath-tide"));
    this.wave = find(this.tide, ".tide heart-wave", HeartWave);
    this.air = find(this.tide, ".tide .note", HTMLElement);
    this.status = find(this, ".status", HTMLElement);
    this.form = this.closest("form");
    for (const row of this.querySelectorAll("[data-sense]")) void this.offer(/** @type {HTMLElement} */ (row));
    this.button("stop", () => this.stop());
    this.button("hide", () => this.hideLine());
    this.button("unpleasant", () => this.unpleasant());
    this.button("save", () => this.save());
    this.followSwitch = find(this, ".follow input", HTMLInputElement);
    this.followSwitch.addEventListener("change", () => this.follow());
    this.tide.addEventListener("breath", (event) => this.breath(/** @type {CustomEvent} */ (event).detail));
    this.tide.addEventListener("done", () => this.sense && this.rest());
    addEventListener("pagehide", () => this.leave());
    this.hidden = false;
  }

  disconnectedCallback() {
    this.stop();
  }

  /** @param {string} name @param {() => void} act */
  button(name, act) {
    find(this, `button.${name}`, HTMLButtonElement).addEventListener("click", act);
  }

  /** @param {string} code */
  word(code) {
    const words = find(this, "template", HTMLTemplateElement).content;
    return (words.querySelector(`[data-code="${code}"]`) ?? words.querySelector("[data-code=failed]"))?.textContent ?? "";
  }

  /** Say beforehand what this browser cannot do. @param {HTMLElement} row */
  async offer(row) {
    const name = row.dataset.sense ?? "";
    /** @type {Sense | null} */
    const sense = await import(`./senses/${name}.js`).catch(() => null);
    const why = sense ? sense.able() : "failed";
    const button = find(row, "button", HTMLButtonElement);
    const cannot = find(row, ".cannot", HTMLElement);
    button.hidden = Boolean(why);
    cannot.hidden = !why;
    cannot.textContent = why ? this.word(why) : "";
    if (sense) button.addEventListener("click", () => this.listen(name, sense));
  }

  /** @param {string} name @param {Sense} sense */
  async listen(name, sense) {
    this.stop();
    const wish = ++this.wish;
    this.forget(name);
    this.tell(this.word("opening"));
    const on = {
      samples: (/** @type {Sample[]} */ list) => wish === this.wish && this.heard(list),
      ended: (/** @type {string} */ code) => wish === this.wish && this.ended(code),
      noted: (/** @type {string} */ code) => wish === this.wish && this.noted(code),
    };
    try {
      const sensor = await sense.open(on);
      if (wish !== this.wish) return sensor.close();
      this.sensor = sensor;
      this.begin(wish);
    } catch (error) {
      if (wish === this.wish) this.ended(error instanceof Error ? error.message : "failed");
    }
  }

  /** @param {string} name */
  forget(name) {
    this.sense = name;
    [this.readings, this.beats, this.samples] = [[], [], []];
    this.shift = 0;
    this.note = "";
    this.show("choosing", false);
    this.show("afterwards", false);
  }

  /** @param {number} wish */
  begin(wish) {
    const path = this.dataset.live ?? "";
    this.line = new LiveLine(path, this.sense, {
      answer: (answer) => wish === this.wish && this.answered(answer),
      // What the sensor noted stays true when the line is there again.
      away: (away) => wish === this.wish && (away || this.note === "line-away") && this.noted(away ? "line-away" : "clear"),
      ended: (reason) => wish === this.wish && this.ended(reason),
    });
    for (const batch of this.samples.length ? [this.samples] : []) this.line.samples(batch);
    this.tell(this.word(this.sense === "hand" ? "press" : "listening"));
    this.show("hearing", true);
    find(this, ".follow", HTMLElement).hidden = !HEARTS.has(this.sense);
    this.followSwitch && (this.followSwitch.checked = false);
    this.show("unpleasant", false);
  }

  /** @param {string} name @param {boolean} shown */
  show(name, shown) {
    find(this, `.${name}`, HTMLElement).hidden = !shown;
  }

  /** @param {string} text */
  tell(text) {
    if (this.status && this.status.textContent !== text) this.status.textContent = text;
  }

  /** @param {Sample[]} list */
  heard(list) {
    const now = performance.now() / 1000;
    const shift = now - Number(list[list.length - 1][0]);
    this.shift = Math.abs(shift) > APART ? shift : 0;
    if (this.samples.length < MOST_SAMPLES) this.samples.push(...list);
    this.line?.samples(list);
    if (this.sense === "hand" || this.sense === "belly") this.draw();
  }

  /** @param {Answer} answer */
  answered({ readings, beats, pace }) {
    // A line that came back tells again what was told before.
    const after = { beat: this.beats.at(-1)?.[0] ?? -Infinity, reading: this.readings.at(-1)?.time ?? -Infinity };
    this.beats.push(...beats.filter(([time]) => time > after.beat));
    const fresh = readings.filter(({ time }) => time > after.reading);
    this.readings.push(...fresh);
    if (fresh.length) this.read(fresh[fresh.length - 1]);
    if (pace) this.tide?.follow(pace);
    if (beats.length) this.draw();
  }

  /** @param {Reading} reading */
  read(reading) {
    const heart = HEARTS.has(this.sense);
    const quality = reading.signal_quality;
    const waiting = heart ? (quality < GATE ? "unclear" : "") : reading.breath_rate === null ? "listening-breath" : "";
    const code = this.note || waiting || (!heart ? "breath" : quality < CLEAR ? "fair" : "good");
    this.tell(this.readings.length < 8 && code === "unclear" ? this.word("listening") : this.word(code));
    this.inTheAir(code, reading);
    this.report();
  }

  /** Beside the line: first whether it is clear, then what it is. @param {string} code @param {Reading} reading */
  inTheAir(code, reading) {
    if (!this.air) return;
    const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
    const rate = reading.heart_rate ?? null;
    if (rate !== null) this.air.textContent = say(this.word("heart"), { rate: Math.round(Number(rate)) });
    else if (reading.breath_rate !== null) this.air.textContent = say(this.word("breathing"), { rate: number.format(Number(reading.breath_rate)) });
    else this.air.textContent = HEARTS.has(this.sense) ? this.word("short-unclear") : "";
    this.air.dataset.code = code;
  }

  get points() {
    return points(this.sense, /** @type {[number, number][]} */ (this.beats.filter(([, ms]) => ms !== null)), this.samples);
  }

  draw() {
    const now = performance.now();
    if (now - this.drawnAt < DRAWN_MS || asksForStillness() || wants("still")) return;
    this.drawnAt = now;
    this.wave?.show(this.points, now / 1000 - this.shift);
  }

  /** @param {string} code */
  noted(code) {
    this.note = code === "clear" ? "" : code;
    if (this.note) this.tell(this.word(this.note));
  }

  /** The water tells its breath, so that heart and pacer can be laid beside each other. @param {{ rate: number, at: number }} breath */
  breath({ rate, at }) {
    this.line?.pacer(at - this.shift, rate);
  }

  follow() {
    const { tide, line, followSwitch } = this;
    if (!tide || !line || !followSwitch) return;
    const rate = rateAt(tide.mine, tide.time());
    if (followSwitch.checked) tide.follow(rate);
    line.follow(followSwitch.checked ? rate : 0, this.refused);
    this.show("unpleasant", followSwitch.checked);
  }

  /** Comfort wins: away from this pace, and not back to it. */
  unpleasant() {
    const { tide, line } = this;
    if (!tide || !line) return;
    this.refused = [...this.refused, rateAt(tide.mine, tide.time())];
    line.unpleasant(performance.now() / 1000 - this.shift);
    this.tell(this.word("slower-again"));
  }

  hideLine() {
    const hidden = this.tide?.classList.toggle("no-line") ?? false;
    const button = find(this, "button.hide", HTMLButtonElement);
    button.textContent = (hidden ? button.dataset.show : button.dataset.hide) ?? "";
  }

  /** A sensor or the line stopped; the round did not. @param {string} code */
  ended(code) {
    this.rest();
    this.tell(`${this.word(code)} ${this.word("goes-on")}`);
  }

  stop() {
    if (!this.sense) return;
    this.rest();
    this.tell("");
  }

  /** Stop listening, and show what there is to look back at. */
  rest() {
    const { readings } = this;
    this.wish++;
    this.sensor?.close();
    this.line?.close();
    this.sensor = this.line = null;
    if (this.air) this.air.textContent = "";
    this.wave?.show([], 0);
    this.show("hearing", false);
    this.show("choosing", true);
    this.show("afterwards", this.points.length > 2);
    if (this.points.length > 2) find(this, ".afterwards heart-wave", HeartWave).whole(this.points);
    this.report();
    this.show("keeping", summary(this.sense, readings) !== null);
  }

  /** Hand the summary to the form; it goes along only after a yes. */
  report() {
    const input = this.form?.elements.namedItem("measured");
    const heard = summary(this.sense, this.readings);
    if (input instanceof HTMLInputElement && heard) input.value = JSON.stringify(heard);
  }

  /** What the page that looks back can show, for as long as this tab is open. */
  leave() {
    this.sensor?.close();
    const heard = this.sense && summary(this.sense, this.readings);
    try {
      if (heard) sessionStorage.setItem(`heard:${this.dataset.key}`, JSON.stringify({ heard, points: this.points.slice(-4000), at: Date.now() }));
    } catch {
      // A browser that keeps nothing has nothing to look back at.
    }
  }

  /** The raw signal as a file on this device; it goes nowhere else. */
  save() {
    const file = new Blob([table(this.sense, this.samples, this.beats)], { type: "text/csv" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = `${this.dataset.file}-${this.sense}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
}

customElements.define("heart-stream", HeartStream);
