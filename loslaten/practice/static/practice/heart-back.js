// <heart-back>: what was heard while breathing, told by this tab when the house kept nothing of it.

import { HeartWave } from "./heart-wave.js";
import { find } from "./senses.js";

class HeartBack extends HTMLElement {
  connectedCallback() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(`heard:${this.dataset.key}`) ?? "null");
      if (kept) void this.tell(kept);
    } catch {
      // Nothing was heard, or this browser keeps nothing.
    }
  }

  /** @param {{ heard: object, points: import("./heard.js").Point[] }} kept */
  async tell({ heard, points }) {
    const words = find(this, ".words", HTMLElement);
    if (!words.textContent?.trim()) await this.ask(words, heard);
    const wave = find(this, "heart-wave", HeartWave);
    wave.hidden = points.length < 3;
    wave.whole(points);
    this.hidden = !words.textContent?.trim() && wave.hidden;
  }

  /** The house has the words, and keeps nothing. @param {HTMLElement} words @param {object} heard */
  async ask(words, heard) {
    const token = this.closest("form")?.elements.namedItem("csrfmiddlewaretoken");
    const body = new URLSearchParams({ measured: JSON.stringify(heard) });
    if (token instanceof HTMLInputElement) body.set("csrfmiddlewaretoken", token.value);
    const answer = await fetch(this.dataset.say ?? "", { method: "POST", body }).catch(() => null);
    if (answer?.ok) words.innerHTML = await answer.text();
  }
}

customElements.define("heart-back", HeartBack);
