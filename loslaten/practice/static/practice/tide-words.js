// The tide's facts in words: the pace, what is left, and which buttons still do something.

import * as pace from "./breath-pace.js";
import { find, say } from "./senses.js";

/** Under this many seconds breaths are easier to feel than minutes. */
const SHORT = 50;

/**
 * @param {HTMLElement} tide
 * @param {{ mine: pace.Pace, now: number, seconds: number, breaths: number }} facts
 */
export function tellFacts(tide, { mine, now, seconds, breaths: n }) {
  const rate = pace.rateAt(mine, now);
  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  const [inhale, exhale] = [mine.share, 1 - mine.share].map((share) => number.format((share * 60) / rate));
  find(tide, ".tempo", HTMLElement).textContent = say(tide.dataset.pace, { in: inhale, out: exhale });
  const left = Math.max(0, seconds - now);
  const minutes = Math.round(left / 60);
  const { leftMinutes, leftMinute, leftBreaths, leftLast } = tide.dataset;
  const words = n === 0 ? "" : n === 1 ? leftLast : left < SHORT ? leftBreaths : minutes === 1 ? leftMinute : leftMinutes;
  find(tide, ".remaining", HTMLElement).textContent = say(words, { m: minutes, n });
  find(tide, "progress", HTMLProgressElement).value = n === 0 ? seconds : now;
  find(tide, ".slower", HTMLElement).setAttribute("aria-disabled", String(pace.slower(mine, now).rate >= rate));
  find(tide, ".faster", HTMLElement).setAttribute("aria-disabled", String(pace.faster(mine, now).rate <= rate));
}

/** @param {HTMLElement} tide @param {number} rate */
export function tellOwnPace(tide, rate) {
  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  return say(rate > pace.CALM ? tide.dataset.measured : tide.dataset.measuredCalm, { rate: number.format(rate) });
}

/** The pace the guide asks for. @param {HTMLElement} tide */
export function given(tide) {
  return pace.paceOf(Number(tide.getAttribute("inhale")), Number(tide.getAttribute("exhale")));
}

/** Who listens along hears of every in-breath, and when the water rests. @param {HTMLElement} tide @param {number} rate @param {number} [ago] s */
export function breathes(tide, rate, ago = 0) {
  tide.dispatchEvent(new CustomEvent("breath", { detail: { rate, at: performance.now() / 1000 - ago } }));
}

/** Hand the paces to the form that holds the tide. @param {HTMLElement} tide @param {pace.Pace} mine @param {number | null} rate */
export function report(tide, mine, rate) {
  const form = tide.closest("form");
  for (const [name, value] of Object.entries({ breath_rate: rate, own_breath_rate: mine.own })) {
    const input = form?.querySelector(`input[name=${name}]`);
    if (input instanceof HTMLInputElement && value !== null) input.value = value.toFixed(2);
  }
}
