// <breath-tide inhale exhale seconds>: the server's words become water that goes up and down. Nothing moves before a tap.

import * as pace from "./breath-pace.js";
import { Bookmark } from "./memory.js";
import { QuietTime } from "./quiet-time.js";
import { asksForStillness, bindSwitch, canVibrate, doubleTap, fetchSound, find, say, vibrate, wants } from "./senses.js";
import { TidePicture } from "./tide-picture.js";
import { breathes, given, report, tellFacts, tellOwnPace } from "./tide-words.js";
import { WakeLock } from "./wake-lock.js";

/** @typedef {{ start: number, breaths: pace.Breath[], from: number, began: number, sounding: boolean }} Course */
/** @typedef {{ at: number, breaths: pace.Breath[], sounding: boolean, sound: Blob | null }} Turn */
/** @typedef {"ready" | "running" | "paused" | "waiting" | "measuring" | "done"} State */
/** @typedef {{ elapsed: number, pace: pace.Pace, done: boolean }} Place */

/** A frame that comes this much later (s) means that the device slept: then no breath went by. */
const SLEPT = 2;

class BreathTide extends HTMLElement {
  /** @type {State} */
  state = "ready";
  elapsed = 0;
  /** @type {Course | null} */
  course = null;
  /** @type {Turn | null} */
  turn = null;
  /** @type {import("./breath-sound.js").Track | undefined} */
  sound;
  /** @type {import("./own-breath.js").OwnBreath | null} */
  measuring = null;
  /** Grows with every change of mind, so that what was still being prepared is dropped. */
  wish = 0;
  lastFrame = 0;
  lastPhase = "";
  seconds = 0;
  mine = pace.paceOf(4, 6);

  connectedCallback() {
    if (this.picture) return;
    this.seconds = Number(this.getAttribute("seconds"));
    this.mine = given(this);
    this.picture = new TidePicture(this);
    this.bookmark = /** @type {Bookmark<Place>} */ (new Bookmark("tide", this.dataset.key ?? ""));
    this.sounds = fetchSound(this, ({ Track }) => (this.sound = new Track(this.dataset.title ?? document.title, this)));
    this.wake = new WakeLock(() => this.#reveal(".no-wake"));
    this.quiet = new QuietTime();
    this.#comeBack();
    this.#bindButtons();
    this.#bindSwitches();
    this.#bindPage();
    this.#reveal(".controls");
    this.#show();
  }

  disconnectedCallback() {
    if (this.picture) this.stop();
  }

  /** Stop where one is: silent, still, and remembered. */
  stop() {
    if (this.state !== "ready" && this.state !== "done") this.pause();
    this.sound?.close();
  }

  /** Stop, and begin at the beginning next time. */
  forget() {
    this.stop();
    this.state = "ready";
    this.elapsed = 0;
    this.mine = given(this);
    this.bookmark?.forget();
    this.#show();
  }

  #comeBack() {
    const place = this.place.read();
    if (typeof place.elapsed !== "number" || !place.pace) return;
    this.elapsed = Math.max(0, Math.min(place.elapsed, this.seconds));
    this.mine = place.pace;
    this.state = place.done ? "done" : this.elapsed > 0 ? "paused" : "ready";
    this.#report();
  }

  get place() {
    return /** @type {Bookmark<Place>} */ (this.bookmark);
  }

  /** @param {string} selector */
  #reveal(selector) {
    find(this, selector, HTMLElement).hidden = false;
  }

  #bindButtons() {
    const button = (/** @type {string} */ name) => find(this, `button.${name}`, HTMLButtonElement);
    this.button = { begin: button("play"), slower: button("slower"), faster: button("faster"), own: button("own") };
    this.button.begin.addEventListener("click", () => (this.state === "running" ? this.pause() : this.go()));
    this.button.slower.addEventListener("click", () => this.#repace(pace.slower));
    this.button.faster.addEventListener("click", () => this.#repace(pace.faster));
    this.button.own.addEventListener("click", () => (this.measuring ? this.pause() : this.measure()));
    doubleTap(find(this, ".tide", HTMLElement), () => {
      if (this.state === "running") this.pause();
      else if (this.state === "paused") this.go();
    });
  }

  #bindSwitches() {
    bindSwitch(this, ".sound", "sound", (on) => this.#hear(on));
    const tremble = bindSwitch(this, ".tremble", "vibration", (on) => on && vibrate(40));
    tremble.disabled = !canVibrate;
    if (!canVibrate) this.#reveal(".no-vibration");
    const still = bindSwitch(this, ".still", "still", (on) => this.picture?.hold(on));
    const hold = () => {
      still.checked = asksForStillness() || wants("still");
      this.picture?.hold(still.checked);
    };
    hold();
    matchMedia("(prefers-reduced-motion: reduce)").addEventListener("change", hold);
  }

  #bindPage() {
    document.addEventListener("visibilitychange", () => {
      if (document.hidden && this.state === "running" && !this.course?.sounding) this.#halt("waiting");
      else if (document.hidden && this.state === "measuring") this.pause();
      else if (!document.hidden && this.state === "waiting") this.go();
    });
    addEventListener("pagehide", () => this.state === "running" && this.#keep());
    this.closest("form")?.addEventListener("submit", ({ submitter }) => {
      const go = submitter instanceof HTMLButtonElement && submitter.name === "go" ? submitter.value : "";
      // "Too much?" comes back here, and the night switch too; anything else leaves the step.
      if (go && go !== "too_much") this.forget();
      else this.stop();
    });
  }

  /** Begin, or go on at an in-breath. @param {number} [from] where the water stands */
  async go(from = this.picture?.level ?? 0) {
    if (this.course) return;
    if (this.state === "done") this.elapsed = 0;
    find(this, ".tide", HTMLElement).scrollIntoView({ block: "nearest" }); // on a small phone the button stands below the water
    this.measuring?.stop();
    this.measuring = null;
    const wish = ++this.wish;
    const breaths = pace.breathsFrom(this.mine, this.elapsed, this.seconds);
    this.state = "running";
    this.wake?.hold();
    this.quiet?.start();
    this.#tell("");
    this.#show();
    const sounding = wants("sound") && (await this.#sing(breaths, wish));
    if (wish !== this.wish) return;
    this.lastFrame = performance.now();
    this.course = { start: this.elapsed, breaths, from, began: this.lastFrame, sounding };
    this.#frame(wish);
  }

  /** @param {pace.Breath[]} breaths @param {number} wish */
  async #sing(breaths, wish) {
    this.sound?.unlock();
    const sound = await this.#rendered(breaths);
    if (wish !== this.wish) return false;
    const heard = sound !== null && ((await this.sound?.play(sound)) ?? false);
    if (!heard && wish === this.wish) this.#tell(this.dataset.noSound);
    return heard;
  }

  /** @param {pace.Breath[]} breaths */
  async #rendered(breaths) {
    const sounds = await this.sounds?.();
    return sounds ? sounds.render(sounds.breathTones(breaths)) : null;
  }

  pause() {
    if (this.state === "done") return;
    this.#halt(this.elapsed > 0 || this.course ? "paused" : "ready");
  }

  /** @param {State} state */
  #halt(state) {
    const now = this.time();
    this.wish++;
    this.elapsed = now;
    this.course = this.turn = null;
    this.lastPhase = "";
    this.measuring?.stop();
    this.measuring = null;
    this.state = state;
    this.sound?.stop();
    this.wake?.release();
    this.quiet?.stop();
    breathes(this, 0);
    this.#keep();
    this.#show();
  }

  /** Seconds of this practice so far: the track is the clock when there is one. */
  time() {
    const course = this.course;
    if (!course) return this.elapsed;
    return course.start + (course.sounding ? (this.sound?.time ?? 0) : (performance.now() - course.began) / 1000);
  }

  /** @param {number} wish */
  #frame(wish) {
    if (wish !== this.wish || this.state !== "running") return;
    this.step();
    requestAnimationFrame(() => this.#frame(wish));
  }

  /** Show this moment, and what it begins. */
  step() {
    const { course, picture } = this;
    if (!course || !picture) return;
    const frame = performance.now();
    const slept = (frame - this.lastFrame) / 1000;
    if (!course.sounding && slept > SLEPT) {
      this.elapsed = this.time() - slept;
      this.course = null;
      void this.go();
      return;
    }
    this.lastFrame = frame;
    const now = this.time();
    if (this.turn && now >= this.turn.at) return this.#turnOver(this.turn, now);
    const phase = pace.phaseAt(course.breaths, now);
    if (!phase) return this.finish();
    picture.show(phase, (phase.up ? this.dataset.in : this.dataset.out) ?? "", phase.index === 0 ? course.from : 0);
    const key = `${phase.breath.start} ${phase.up} ${phase.count}`;
    if (key !== this.lastPhase) this.#count(phase, now);
    this.lastPhase = key;
  }

  /** What happens once a count. @param {pace.Phase} phase @param {number} now */
  #count(phase, now) {
    const { inhale, exhale } = phase.breath;
    const counts = [pace.countsIn(inhale), pace.countsIn(exhale)];
    this.picture?.blocks(counts[0], counts[1], (phase.up ? 0 : counts[0]) + phase.count + 1);
    this.#facts(now, (this.course?.breaths.length ?? 0) - phase.index);
    if (phase.count > 0) return;
    vibrate(phase.up ? 40 : [25, 90, 25]);
    if (!phase.up) return;
    this.elapsed = now;
    this.#keep();
    this.#report();
    breathes(this, 60 / (inhale + exhale), now - phase.breath.start);
  }

  /** From the next in-breath on, this fast. @param {number} rate */
  follow(rate) {
    this.#repace((old, time) => pace.going(old, rate, time));
  }

  /** From the next in-breath on it goes otherwise: another pace, or with sound. */
  async #change() {
    const { course } = this;
    const phase = course && pace.phaseAt(course.breaths, this.time());
    if (!course || !phase || phase.index === course.breaths.length - 1) return;
    const at = pace.endOf(phase.breath);
    /** @type {Turn} */
    const turn = { at, breaths: pace.breathsFrom(this.mine, at, this.seconds), sounding: wants("sound"), sound: null };
    this.turn = turn;
    if (!turn.sounding) return;
    turn.sound = await this.#rendered(turn.breaths);
    if (turn.sound) return;
    turn.sounding = false;
    this.#tell(this.dataset.noSound);
  }

  /** @param {Turn} turn @param {number} now */
  #turnOver(turn, now) {
    this.turn = null;
    if (turn.sounding && !turn.sound) return void this.#change().then(() => this.step());
    const began = performance.now() - (now - turn.at) * 1000;
    const course = { start: turn.at, breaths: turn.breaths, from: 0, began, sounding: turn.sounding };
    if (turn.sound) {
      const wish = this.wish;
      void this.sound?.play(turn.sound).then((heard) => {
        if (heard || wish !== this.wish) return;
        course.sounding = false;
        course.began = performance.now();
        this.#tell(this.dataset.noSound);
      });
    } else if (this.course?.sounding) this.sound?.stop();
    this.course = course;
    this.step();
  }

  /** Gently: the water is low, the word says so, the person goes on. */
  finish() {
    if (this.state !== "running") return;
    const breaths = this.course?.breaths;
    if (breaths) this.elapsed = pace.endOf(breaths[breaths.length - 1]);
    this.wish++;
    this.course = this.turn = null;
    this.state = "done";
    this.wake?.release();
    this.quiet?.stop();
    if (!document.hidden) vibrate(120);
    breathes(this, 0);
    this.#report();
    this.#keep();
    this.#show();
    this.#tell(this.dataset.goOn);
    this.dispatchEvent(new CustomEvent("done", { bubbles: true }));
  }

  /** @param {(old: pace.Pace, time: number) => pace.Pace} how */
  #repace(how) {
    this.mine = how(this.mine, this.time());
    this.#keep();
    this.#report();
    this.#facts(this.time());
    void this.#change();
  }

  /** @param {boolean} on */
  #hear(on) {
    if (this.state !== "running" || !this.course) return;
    if (on) {
      this.sound?.unlock();
      void this.#change();
      return;
    }
    const now = this.time();
    this.course.sounding = false;
    this.course.began = performance.now() - (now - this.course.start) * 1000;
    this.sound?.stop();
    if (this.turn) this.turn.sounding = false;
  }

  /** Learn one's own pace from four breaths, then start the tide there. */
  async measure() {
    const { picture, wish } = this;
    const { OwnBreath } = await import("./own-breath.js");
    if (!picture || wish !== this.wish) return;
    if (this.state === "done") this.elapsed = 0;
    this.#halt("measuring");
    this.#show();
    this.measuring = new OwnBreath(find(this, ".tide", HTMLElement), this.dataset.press ?? "", {
      onLevel: (level) => picture.water(level),
      onPress: (down) => picture.say((down ? this.dataset.in : this.dataset.out) ?? ""),
      onMissing: (n) => this.#tell(say(this.dataset.measuring, { n })),
      onRate: (rate) => this.#startAt(rate),
    });
  }

  /** @param {number} rate */
  #startAt(rate) {
    this.mine = pace.atOwnPace(this.mine, rate, this.elapsed);
    void this.go();
    this.#report();
    this.#tell(tellOwnPace(this, rate));
    this.button?.begin.focus({ preventScroll: true });
  }

  #report() {
    report(this, this.mine, this.elapsed > 0 || this.course ? pace.rateAt(this.mine, this.time()) : null);
  }

  #keep() {
    const { elapsed, mine, state } = this;
    if (elapsed > 0 || mine.own !== null) this.place.write({ elapsed, pace: mine, done: state === "done" });
  }

  /** @param {string} [text] */
  #tell(text = "") {
    const told = find(this, ".told", HTMLElement);
    if (told.textContent !== text) told.textContent = text;
  }

  /** @param {number} now @param {number} [left] breaths */
  #facts(now, left) {
    const breaths = this.state === "done" ? 0 : (left ?? pace.breathsFrom(this.mine, now, this.seconds).length);
    tellFacts(this, { mine: this.mine, now, seconds: this.seconds, breaths });
  }

  /** Everything that follows from the state alone. */
  #show() {
    const { picture, button, state, dataset } = this;
    if (!picture || !button) return;
    dataset.state = state;
    const measuring = this.elapsed > 0 ? "on" : "begin";
    const label = { running: "pause", paused: "on", waiting: "on", done: "again", ready: "begin", measuring }[state];
    button.begin.textContent = button.begin.dataset[label] ?? "";
    button.own.setAttribute("aria-pressed", String(state === "measuring"));
    this.classList.toggle("running", state === "running");
    this.classList.toggle("measuring", state === "measuring");
    const { ready, paused, done, own } = dataset;
    picture.rest();
    picture.say({ running: ready, waiting: paused, ready, paused, done, measuring: own }[state] ?? "");
    if (state === "ready" || state === "done") picture.water(0);
    const [inhale, exhale] = pace.countsAt(this.mine, this.elapsed);
    picture.blocks(inhale, exhale, 0);
    if (state !== "measuring") this.#tell("");
    this.#facts(this.elapsed);
  }
}

customElements.define("breath-tide", BreathTide);
