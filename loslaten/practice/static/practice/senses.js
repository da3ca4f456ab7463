// Sound, vibration, speech: off until asked, one choice for the whole practice, remembered on this device.

import { recall, remember } from "./memory.js";

/** @typedef {"sound" | "vibration" | "speech" | "still"} Sense */

/** @param {Sense} sense */
export function wants(sense) {
  return recall(sense) === "on";
}

/**
 * Bind a switch on the page to what this device remembers.
 *
 * @param {HTMLElement} root @param {string} selector @param {Sense} sense @param {(on: boolean) => void} [changed]
 */
export function bindSwitch(root, selector, sense, changed = () => {}) {
  const input = find(root, `${selector} input`, HTMLInputElement);
  input.checked = wants(sense);
  input.addEventListener("change", () => {
    remember(sense, input.checked ? "on" : null);
    changed(input.checked);
  });
  return input;
}

export const canVibrate = "vibrate" in navigator;

/** @param {number | number[]} pattern in ms */
export function vibrate(pattern) {
  if (canVibrate && wants("vibration") && !document.hidden) navigator.vibrate(pattern);
}

/** A voice that lives on the device itself: what one reads here goes to nobody else. @returns {SpeechSynthesisVoice | null} */
export function localVoice() {
  if (!("speechSynthesis" in globalThis)) return null;
  const language = document.documentElement.lang.split("-")[0].toLowerCase();
  const fits = speechSynthesis.getVoices().filter((voice) => voice.localService && voice.lang.toLowerCase().split(/[-_]/)[0] === language);
  return fits.find((voice) => voice.default) ?? fits[0] ?? null;
}

/** @param {string} text */
export function speak(text) {
  const voice = wants("speech") ? localVoice() : null;
  if (!voice) return;
  speechSynthesis.cancel();
  const words = new SpeechSynthesisUtterance(text);
  words.voice = voice;
  words.lang = voice.lang;
  words.rate = 0.85;
  speechSynthesis.speak(words);
}

export function hush() {
  if ("speechSynthesis" in globalThis) speechSynthesis.cancel();
}

/** Whether this page should hold still: asked of the device, on the settings page, or here. */
export function asksForStillness() {
  return document.documentElement.dataset.motion === "still" || matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/**
 * Find a part of an element that its template promises.
 *
 * @template {Element} Kind
 * @param {Element} root @param {string} selector @param {new () => Kind} kind @returns {Kind}
 */
export function find(root, selector, kind) {
  const found = root.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`${root.localName} has no ${selector}`);
  return found;
}

/** Fill in a sentence: "{n} breaths left". @param {string | undefined} sentence @param {Record<string, string | number>} [values] */
export function say(sentence, values = {}) {
  return (sentence ?? "").replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/** Two taps quickly after each other, at one place. @param {HTMLElement} element @param {() => void} act */
export function doubleTap(element, act) {
  let last = { at: -1000, x: 0, y: 0 };
  element.addEventListener("pointerup", (event) => {
    const twice = event.timeStamp - last.at < 350 && Math.hypot(event.clientX - last.x, event.clientY - last.y) < 40;
    last = { at: twice ? -1000 : event.timeStamp, x: event.clientX, y: event.clientY };
    if (twice) act();
  });
}

/** @typedef {typeof import("./breath-sound.js")} Sounds */

/**
 * Sound is fetched when somebody may want it: as last time, or with a hand on its way to the switch.
 * @param {HTMLElement} element
 * @param {(sounds: Sounds) => void} ready
 * @returns {() => Promise<Sounds | null>} nothing where it cannot be had
 */
export function fetchSound(element, ready) {
  /** @type {Promise<Sounds> | undefined} */
  let sounds;
  const fetched = () => {
    sounds ??= import("./breath-sound.js").then((all) => (ready(all), all));
    return sounds.catch(() => {
      sounds = undefined;
      return null;
    });
  };
  element.querySelector("details")?.addEventListener("toggle", fetched);
  if (wants("sound")) void fetched();
  return fetched;
}
