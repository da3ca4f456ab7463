// <phrase-timer seconds>: the server's list of sentences becomes one sentence at a time, beside a line that goes slack.

import { swell } from "./breath-pace.js";
import { Bookmark } from "./memory.js";
import { QuietTime } from "./quiet-time.js";
import { asksForStillness, bindSwitch, canVibrate, fetchSound, find, hush, localVoice, say, speak, vibrate, wants } from "./senses.js";
import { WakeLock } from "./wake-lock.js";

/** @typedef {{ index: number, spent: number, own: boolean, done: boolean }} Place */
/** @typedef {{ index: number, spent: number, began: number, sounding: boolean }} Course */
/** @typedef {"ready" | "running" | "paused" | "waiting" | "done"} State */

const TAUT = 10;
/** The line is pulled taut again in this many seconds. */
const PULL = 0.7;
/** A frame that comes this much later (s) means that the device slept. */
const SLEPT = 2;

class PhraseTimer extends HTMLElement {
  /** @type {State} */
  state = "ready";
  index = 0;
  /** Seconds spent with this sentence. */
  spent = 0;
  own = false;
  /** @type {import("./breath-sound.js").Track | undefined} */
  sound;
  /** @type {Course | null} */
  course = null;
  wish = 0;
  lastFrame = 0;
  shownSeconds = -1;
  tension = TAUT;
  /** Where the line hung when this sentence came. */
  slackBefore = TAUT;
  seconds = 0;

  connectedCallback() {
    if (this.bookmark) return;
    this.seconds = Number(this.getAttribute("seconds"));
    this.phrases = [...this.querySelectorAll(".phrases li")].map((item) => item.textContent ?? "");
    this.bookmark = /** @type {Bookmark<Place>} */ (new Bookmark("phrases", this.dataset.key ?? ""));
    this.sounds = fetchSound(this, ({ Track }) => (this.sound = new Track(this.dataset.title ?? document.title, this)));
    this.wake = new WakeLock(() => (find(this, ".no-wake", HTMLElement).hidden = false));
    this.quiet = new QuietTime();
    this.#comeBack();
    this.#bind();
    find(this, ".stage", HTMLElement).hidden = false;
    this.#show();
  }

  disconnectedCallback() {
    if (this.bookmark) this.stop();
  }

  /** Stop where one is: silent, still, and remembered. */
  stop() {
    if (this.state === "running" || this.state === "waiting") this.pause();
    this.sound?.close();
    hush();
  }

  /** Stop, and begin at the first sentence next time. */
  forget() {
    this.stop();
    Object.assign(this, { state: "ready", index: 0, spent: 0 });
    this.bookmark?.forget();
    this.#show();
  }

  get last() {
    return (this.phrases?.length ?? 1) - 1;
  }

  #comeBack() {
    const place = this.bookmark?.read() ?? {};
    this.own = place.own ?? false;
    if (typeof place.index !== "number" || typeof place.spent !== "number") return;
    this.index = Math.max(0, Math.min(place.index, this.last));
    this.spent = Math.max(0, Math.min(place.spent, this.seconds));
    this.state = place.done ? "done" : this.index + this.spent > 0 ? "paused" : "ready";
  }

  #bind() {
    this.play = find(this, ".play", HTMLButtonElement);
    this.play.addEventListener("click", () => (this.state === "running" ? this.pause() : this.go()));
    find(this, "button.back", HTMLElement).addEventListener("click", () => this.#turnTo(this.index - 1));
    find(this, "button.on", HTMLElement).addEventListener("click", () => this.#turnTo(this.index + 1));
    bindSwitch(this, ".sound", "sound", () => this.#again());
    const tremble = bindSwitch(this, ".tremble", "vibration", (on) => on && vibrate(30));
    tremble.disabled = !canVibrate;
    find(this, ".no-vibration", HTMLElement).hidden = canVibrate;
    const alone = find(this, ".own input", HTMLInputElement);
    alone.checked = this.own;
    alone.addEventListener("change", () => this.#alone(alone.checked));
    this.#bindVoice();
    document.addEventListener("visibilitychange", () => {
      if (document.hidden && this.state === "running" && !this.course?.sounding) this.#halt("waiting");
      else if (!document.hidden && this.state === "waiting") void this.go();
    });
    addEventListener("pagehide", () => this.state === "running" && this.#keep());
    this.closest("form")?.addEventListener("submit", ({ submitter }) => {
      const go = submitter instanceof HTMLButtonElement && submitter.name === "go" ? submitter.value : "";
      // "Too much?" comes back here, and the night switch too; anything else leaves the step.
      if (go && go !== "too_much") this.forget();
      else this.stop();
    });
  }

  #bindVoice() {
    const speech = bindSwitch(this, ".speak", "speech", (on) => (on ? this.state === "running" && this.#speak() : hush()));
    const look = () => {
      speech.disabled = !localVoice();
      find(this, ".cannot-speak", HTMLElement).hidden = !speech.disabled;
    };
    look();
    if ("speechSynthesis" in globalThis) speechSynthesis.addEventListener?.("voiceschanged", look);
  }

  /** @param {boolean} own */
  #alone(own) {
    this.own = own;
    if (this.state === "running" || this.state === "waiting") this.#halt("paused");
    this.#keep();
    this.#show();
  }

  /** Begin, or go on with the sentence one was with. */
  async go() {
    if (this.course || this.own) return;
    if (this.state === "done") Object.assign(this, { index: 0, spent: 0 });
    const fresh = this.spent === 0;
    const wish = ++this.wish;
    this.state = "running";
    this.wake?.hold();
    this.quiet?.start();
    this.#show();
    if (fresh) this.#speak();
    const sounding = wants("sound") && (await this.#sing(wish));
    if (wish !== this.wish) return;
    this.lastFrame = performance.now();
    this.course = { index: this.index, spent: this.spent, began: this.lastFrame, sounding };
    this.#frame(wish);
  }

  /** @param {number} wish */
  async #sing(wish) {
    this.sound?.unlock();
    const moments = [];
    for (let next = this.index + 1; next <= this.last; next++) moments.push((next - this.index) * this.seconds - this.spent);
    const sounds = await this.sounds?.();
    if (!sounds) return false;
    const sound = await sounds.render(sounds.phraseTones(moments, (this.last + 1 - this.index) * this.seconds - this.spent));
    return wish === this.wish && sound !== null && ((await this.sound?.play(sound)) ?? false);
  }

  pause() {
    if (this.state === "done") return;
    this.#halt(this.index + this.#now() > 0 ? "paused" : "ready");
  }

  /** @param {State} state */
  #halt(state) {
    this.spent = this.#now();
    this.wish++;
    this.course = null;
    this.state = state;
    this.wake?.release();
    this.quiet?.stop();
    // At the end the last two notes may sound.
    if (state !== "done") this.sound?.stop();
    if (state !== "done") hush();
    this.#keep();
    this.#show();
  }

  /** Go on under a new choice, from this very moment. */
  #again() {
    if (this.state !== "running") return;
    this.spent = this.#now();
    this.course = null;
    this.sound?.stop();
    void this.go();
  }

  /** Seconds with this sentence until now. */
  #now() {
    const course = this.course;
    if (!course) return this.spent;
    const run = course.sounding ? (this.sound?.time ?? 0) : (performance.now() - course.began) / 1000;
    return run + course.spent - (this.index - course.index) * this.seconds;
  }

  /** @param {number} wish */
  #frame(wish) {
    if (wish !== this.wish || this.state !== "running") return;
    this.step();
    requestAnimationFrame(() => this.#frame(wish));
  }

  step() {
    if (!this.course) return;
    const frame = performance.now();
    const slept = (frame - this.lastFrame) / 1000;
    if (!this.course.sounding && slept > SLEPT) this.course.began += slept * 1000;
    this.lastFrame = frame;
    const now = this.#now();
    if (now < this.seconds) return this.#draw(now);
    if (this.index === this.last) return this.finish();
    this.slackBefore = this.tension;
    this.index++;
    vibrate(30);
    this.#keep();
    this.#say();
    this.#speak();
    this.#draw(this.#now());
  }

  /** Another sentence, by hand. @param {number} index */
  #turnTo(index) {
    if (index < 0) return;
    if (index > this.last) {
      this.sound?.stop();
      return this.finish();
    }
    const running = this.state === "running";
    this.slackBefore = this.tension;
    Object.assign(this, { index, spent: 0, course: null });
    if (this.state === "done") this.state = "paused";
    this.sound?.stop();
    this.#keep();
    this.#show();
    if (running) void this.go();
    else this.#speak();
  }

  finish() {
    if (this.state === "done") return;
    this.index = this.last;
    this.course = null;
    this.#halt("done");
    this.spent = this.seconds;
    this.#keep();
    this.#show();
    vibrate([40, 120, 40]);
    this.dispatchEvent(new CustomEvent("done", { bubbles: true }));
  }

  #keep() {
    const { index, own, state } = this;
    if (index + this.spent === 0 && !own && !this.course) return;
    this.bookmark?.write({ index, spent: Math.min(this.#now(), this.seconds), own, done: state === "done" });
  }

  #speak() {
    speak(this.phrases?.[this.index] ?? "");
  }

  /** The sentence, told only when it is another one. */
  #say() {
    const said = find(this, ".said", HTMLElement);
    const phrase = this.phrases?.[this.index] ?? "";
    if (said.textContent !== phrase) said.textContent = phrase;
    find(this, ".which", HTMLElement).textContent = say(this.dataset.which, { n: this.index + 1, of: this.last + 1 });
    find(this, "button.back", HTMLElement).setAttribute("aria-disabled", String(this.index === 0));
    find(this, "button.on", HTMLElement).setAttribute("aria-disabled", String(this.index === this.last && this.state === "done"));
  }

  /** @param {number} now */
  #draw(now) {
    const part = Math.min(1, now / this.seconds);
    const still = asksForStillness() || wants("still");
    const pull = still ? 1 : Math.min(1, now / PULL);
    const slack = still ? Math.floor(part * 4) / 4 : swell(part);
    this.#hang(this.slackBefore + (TAUT * (1 - slack) - this.slackBefore) * swell(pull));
    const left = Math.max(1, Math.ceil(this.seconds - now - 1e-6));
    if (left === this.shownSeconds) return;
    this.shownSeconds = left;
    find(this, ".left", HTMLElement).textContent = say(left === 1 ? this.dataset.leftOne : this.dataset.left, { n: left });
    if (this.course) this.#keep();
  }

  /** @param {number} tension 10 is taut, 0 is slack */
  #hang(tension) {
    this.tension = tension;
    find(this, ".rope", HTMLElement).style.setProperty("--t", tension.toFixed(3));
  }

  /** Everything that follows from the state alone. */
  #show() {
    const { state, play, dataset } = this;
    if (!play) return;
    dataset.state = this.own ? "own" : state;
    this.#say();
    play.hidden = this.own;
    const label = { running: "pause", paused: "on", waiting: "on", done: "again", ready: "begin" }[state];
    play.textContent = play.dataset[label] ?? "";
    this.shownSeconds = -1;
    const left = find(this, ".left", HTMLElement);
    if (this.own) {
      this.#hang(this.last ? TAUT * (1 - this.index / this.last) : 0);
      left.textContent = (state === "done" ? dataset.done : dataset.own) ?? "";
    } else if (state === "done") {
      this.#hang(0);
      left.textContent = dataset.done ?? "";
    } else {
      if (state !== "running") this.slackBefore = TAUT;
      this.#draw(this.spent);
      if (state === "paused" || state === "waiting") left.textContent = `${dataset.paused} ${left.textContent}`;
    }
  }
}

customElements.define("phrase-timer", PhraseTimer);
