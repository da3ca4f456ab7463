// What is heard with the eyes closed: one rendered track in a media element, so that it can outlive a locked screen.
// Timers would not: a browser slows them down as soon as nobody looks.

import { endOf } from "./breath-pace.js";

/** @typedef {import("./breath-pace.js").Breath} Breath */
/** @typedef {{ at: number, length: number, from: number, to: number }} Tone times in seconds, tones in Hz */

const LOW = 165;
const MIDDLE = 196;
const HIGH = 262;
const FADE = 0.08;
/** The highest tone and its soft overtones stay far below half of this; a five-minute track is 4.8 MB. */
const SAMPLES = 8000;
/** Together about -20 dBFS: there, and no more than that. */
const SINE = 0.112;
const TRIANGLE = 0.035;

/** Rising in, falling out, and a last low glide. @param {Breath[]} breaths @returns {Tone[]} */
export function breathTones(breaths) {
  const start = breaths[0].start;
  const tones = breaths.flatMap(({ start: at, inhale, exhale }) => [
    { at: at - start, length: inhale, from: MIDDLE, to: HIGH },
    { at: at - start + inhale, length: exhale, from: HIGH, to: LOW },
  ]);
  return [...tones, { at: endOf(breaths[breaths.length - 1]) - start + 0.4, length: 3, from: 220, to: 110 }];
}

/** One low note at each next phrase, two at the end. @param {number[]} moments @param {number} end @returns {Tone[]} */
export function phraseTones(moments, end) {
  const notes = moments.map((at) => ({ at, length: 0.3, from: LOW, to: LOW }));
  return [...notes, { at: end, length: 0.3, from: LOW, to: LOW }, { at: end + 0.34, length: 0.45, from: 220, to: 220 }];
}

/** Render tones into one track; nothing where the device cannot. @param {Tone[]} tones @returns {Promise<Blob | null>} */
export async function render(tones) {
  try {
    return await rendered(tones);
  } catch {
    return null;
  }
}

/** @param {Tone[]} tones */
async function rendered(tones) {
  const last = tones[tones.length - 1];
  const context = new OfflineAudioContext(1, Math.ceil((last.at + last.length + 0.2) * SAMPLES), SAMPLES);
  const loudness = new GainNode(context, { gain: 0 });
  loudness.connect(context.destination);
  const voices = [["sine", SINE], ["triangle", TRIANGLE]].map(([type, gain]) => {
    const voice = new OscillatorNode(context, { type: /** @type {OscillatorType} */ (type) });
    voice.connect(new GainNode(context, { gain: Number(gain) })).connect(loudness);
    voice.start();
    return voice;
  });
  for (const { at, length, from, to } of tones) {
    const fade = Math.min(FADE, length / 3);
    // One sample early: a fade that is rounded to just after the next tone's start is no fade, but a click.
    const end = at + length - 1 / SAMPLES;
    loudness.gain.setValueAtTime(0, at).linearRampToValueAtTime(1, at + fade);
    loudness.gain.setValueAtTime(1, end - fade).linearRampToValueAtTime(0, end);
    for (const voice of voices) voice.frequency.setValueAtTime(from, at).exponentialRampToValueAtTime(to, end);
  }
  return wav((await context.startRendering()).getChannelData(0));
}

/** @param {Float32Array} samples @returns {Blob} */
function wav(samples) {
  const bytes = new DataView(new ArrayBuffer(44 + 2 * samples.length));
  const text = (/** @type {number} */ at, /** @type {string} */ word) => {
    for (const [i, letter] of [...word].entries()) bytes.setUint8(at + i, letter.charCodeAt(0));
  };
  text(0, "RIFF");
  bytes.setUint32(4, 36 + 2 * samples.length, true);
  text(8, "WAVEfmt ");
  bytes.setUint32(16, 16, true);
  bytes.setUint16(20, 1, true);
  bytes.setUint16(22, 1, true);
  bytes.setUint32(24, SAMPLES, true);
  bytes.setUint32(28, 2 * SAMPLES, true);
  bytes.setUint16(32, 2, true);
  bytes.setUint16(34, 16, true);
  text(36, "data");
  bytes.setUint32(40, 2 * samples.length, true);
  samples.forEach((sample, i) => bytes.setInt16(44 + 2 * i, Math.round(32767 * Math.max(-1, Math.min(1, sample))), true));
  return new Blob([bytes.buffer], { type: "audio/wav" });
}

/** A track that plays, and the clock that it is. */
export class Track {
  /**
   * @param {string} title shown on a locked screen
   * @param {{ go: () => void, pause: () => void, step: () => void, finish: () => void }} listener
   */
  constructor(title, listener) {
    this.title = title;
    this.listener = listener;
    this.audio = new Audio();
    this.playing = false;
    this.url = "";
    this.audio.addEventListener("ended", () => {
      if (!this.playing) return;
      this.playing = false;
      listener.finish();
    });
    // Who looks away gets no frames; the track itself goes on counting.
    this.audio.addEventListener("timeupdate", () => this.playing && document.hidden && listener.step());
    // Not ours: a headphone that was pulled out, a phone call, the lock screen.
    this.audio.addEventListener("pause", () => {
      if (!this.playing || this.audio.ended || this.audio.readyState < 3) return;
      this.playing = false;
      listener.pause();
    });
  }

  /** Seconds since the track began. */
  get time() {
    return this.audio.currentTime;
  }

  /** Must be called within the tap itself: some browsers let a page make sound only then. */
  unlock() {
    if (this.playing || this.url) return;
    this.#take(wav(new Float32Array(80)));
    this.audio.play().catch(() => {});
  }

  /** @param {Blob} sound @returns {Promise<boolean>} whether it is heard */
  async play(sound) {
    this.playing = false;
    this.#take(sound);
    try {
      await this.audio.play();
    } catch {
      return false;
    }
    this.playing = true;
    this.#announce("playing");
    return true;
  }

  stop() {
    this.playing = false;
    this.audio.pause();
    this.#announce("paused");
  }

  /** Let go of the sound and of its place on the lock screen. */
  close() {
    this.stop();
    this.audio.removeAttribute("src");
    URL.revokeObjectURL(this.url);
    this.url = "";
    this.#announce("none");
  }

  /** @param {Blob} sound */
  #take(sound) {
    const old = this.url;
    this.url = URL.createObjectURL(sound);
    this.audio.src = this.url;
    if (old) URL.revokeObjectURL(old);
  }

  /** @param {MediaSessionPlaybackState} state */
  #announce(state) {
    if (!("mediaSession" in navigator)) return;
    const session = navigator.mediaSession;
    session.playbackState = state;
    session.metadata = state === "none" ? null : new MediaMetadata({ title: this.title, artist: "Loslaten" });
    session.setActionHandler("play", state === "none" ? null : () => this.listener.go());
    session.setActionHandler("pause", state === "none" ? null : () => this.listener.pause());
  }
}
