// <heart-stream>: listening along with a strap, the camera, the belly or one's own breath. A mirror, and nothing waits for it.

import { awayFrom, isRefused, QUARTER, rateAt } from "./breath-pace.js";
import { points, summary, table } from "./heard.js";
import { HeartWave } from "./heart-wave.js";
import { LiveLine } from "./live-line.js";
import { Bookmark } from "./memory.js";
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
/** Without a new reading for this long (ms) the last one may no longer be so; a hand tells something twice a breath only. */
const STALE_MS = { hand: 20_000, other: 3000 };
/** Samples that nobody answers for this long (ms): the line only looks like one. */
const UNANSWERED_MS = 60_000;
const LOOK_MS = 1000;
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
  /** Paces that were not pleasant in this practice. @type {number[]} */
  refused = [];
  /** How the water went to where it is, a minute. */
  heading = -QUARTER;
  freshAt = 0;
  unanswered = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  watch = undefined;
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
    this.memory = /** @type {Bookmark<{ refused: number[] }>} */ (new Bookmark("refused", this.dataset.key ?? ""));
    this.refused = this.memory.read().refused ?? [];
    for (const row of this.querySelectorAll("[data-sense]")) void this.offer(/** @type {HTMLElement} */ (row));
    this.button("stop", () => this.stop());
    this.button("hide", () => this.hideLine());
    this.button("unpleasant", () => this.unpleasant());
    this.button("save", () => this.save());
    this.followSwitch = find(this, ".follow input", HTMLInputElement);
    this.followSwitch.addEventListener("change", () => this.follow(this.followSwitch?.checked ?? false));
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
    this.freshAt = performance.now();
    this.unanswered = 0;
    this.watch = setInterval(() => this.look(), LOOK_MS);
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
    this.unanswered ||= performance.now();
    if (this.sense === "hand" || this.sense === "belly") this.draw();
  }

  /** @param {Answer} answer */
  answered({ readings, beats, pace }) {
    // A line that came back tells again what was told before.
    const after = { beat: this.beats.at(-1)?.[0] ?? -Infinity, reading: this.readings.at(-1)?.time ?? -Infinity };
    this.beats.push(...beats.filter(([time]) => time > after.beat));
    const fresh = readings.filter(({ time }) => time > after.reading);
    this.readings.push(...fresh);
    this.unanswered = 0;
    if (fresh.length) {
      this.freshAt = performance.now();
      this.read(fresh[fresh.length - 1]);
    }
    if (pace) this.lead(pace);
    if (beats.length) this.draw();
  }

  /** What was so is not shown as what is so. */
  look() {
    const now = performance.now();
    if (this.sense !== "hand" && this.unanswered && now - this.unanswered > UNANSWERED_MS) {
      this.unanswered = 0;
      this.line?.renew();
    }
    if (now - this.freshAt < (this.sense === "hand" ? STALE_MS.hand : STALE_MS.other)) return;
    this.state(this.note || (this.sense === "hand" ? "press" : "unclear"));
    this.inTheAir("unclear", {});
    this.wave?.show([], 0);
  }

  /** @param {string} code */
  state(code) {
    this.tell(this.word(this.readings.length < 8 && code === "unclear" ? "listening" : code));
  }

  /** @param {Reading} reading */
  read(reading) {
    const heart = HEARTS.has(this.sense);
    const quality = reading.signal_quality;
    const waiting = heart ? (quality < GATE ? "unclear" : "") : reading.breath_rate === null ? "listening-breath" : "";
    const code = this.note || waiting || (!heart ? "breath" : quality < CLEAR ? "fair" : "good");
    this.state(code);
    this.inTheAir(code, reading);
    this.report();
  }

  /** Beside the line: first whether it is clear, then what it is. @param {string} code @param {Partial<Reading>} reading */
  inTheAir(code, { heart_rate = null, breath_rate = null }) {
    if (!this.air) return;
    const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
    if (heart_rate !== null) this.air.textContent = say(this.word("heart"), { rate: Math.round(Number(heart_rate)) });
    else if (breath_rate !== null) this.air.textContent = say(this.word("breathing"), { rate: number.format(Number(breath_rate)) });
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
    const following = this.line?.following;
    if (!rate || !following || !this.tide) return;
    // One's own breath goes before following; whoever makes the water slower or faster is followed from there on.
    if (this.tide.mine.own !== following.own) this.follow(false);
    else if (this.rate !== following.breath_rate) this.steer();
  }

  /** How fast the water goes, a minute. */
  get rate() {
    return this.tide ? rateAt(this.tide.mine, this.tide.time()) : 0;
  }

  /** @param {boolean} wanted */
  follow(wanted) {
    const { tide, line, followSwitch } = this;
    if (!tide || !line || !followSwitch) return;
    followSwitch.checked = wanted;
    this.show("unpleasant", wanted);
    this.heading = -QUARTER;
    if (wanted) tide.follow(this.rate);
    if (wanted) this.steer();
    else line.follow(null);
  }

  /** Tell the house how the water goes, and since when: it follows from there, on this line and on the next. */
  steer() {
    const { tide, rate, refused } = this;
    if (tide) this.line?.follow({ breath_rate: rate, refused, own: tide.mine.own, since: performance.now() / 1000 - this.shift });
  }

  /** The house would go otherwise, unless the water went otherwise meanwhile. @param {number} pace a minute */
  lead(pace) {
    const { tide, line, rate, refused } = this;
    if (!tide || !line?.following) return;
    const late = line.following.breath_rate !== rate || Math.abs(pace - rate) > QUARTER + 0.01 || isRefused(pace, refused);
    if (!late) {
      this.heading = pace - rate;
      tide.follow(pace);
    }
    this.steer();
  }

  /** Comfort wins, with a line or without: away from this pace, and not back to it. */
  unpleasant() {
    const { tide, rate } = this;
    if (!tide) return;
    this.refused = [...this.refused, rate];
    this.memory?.write({ refused: this.refused });
    const to = awayFrom(tide.mine, tide.time(), this.heading, this.refused);
    if (to === rate) this.follow(false);
    else {
      tide.follow(to);
      this.steer();
    }
    this.tell(this.word(to === rate ? "no-longer" : "slower-again"));
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
    clearInterval(this.watch);
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
