// The theme finder without a network: whole terms, beginnings and small slips, over a list that is kept on the device.
// Words of danger come first and alone, as everywhere. What is typed stays in this page.

import { isCrisis } from "./crisis.js";

const MOST = 3;
const ENOUGH = 0.65;
const SHORTEST = 3;

/** @typedef {{themes: string[], terms: Record<string, number[]>}} List */

/** @param {string} text */
function plain(text) {
  const low = text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/([a-z])['’]([a-z])/g, "$1$2");
  return (low.match(/[a-z0-9]+/g) ?? []).join(" ");
}

/** @param {string} text */
function threes(text) {
  const edged = `  ${text} `;
  return new Set(Array.from({ length: edged.length - 2 }, (_, at) => edged.slice(at, at + 3)));
}

/** How alike a term and a query are, 0 to 1: the same, one word of it, its beginning, or many threes of letters.
 * @param {string} term @param {string} asked @param {Set<string>} parts */
function likeness(term, asked, parts) {
  if (term === asked) return 1;
  if (` ${asked} `.includes(` ${term} `) && term.length > Math.max(SHORTEST, asked.length / 2)) return 0.9;
  if (asked.length > SHORTEST && term.startsWith(asked)) return 0.6 + (0.3 * asked.length) / term.length;
  const others = threes(term);
  const shared = [...others].filter((three) => parts.has(three)).length;
  return (2 * shared) / (parts.size + others.size);
}

/** @typedef {{theme: string, term: string}} Match a theme, and the term of it that is most like what was typed */

/** @param {List} list @param {string} query @returns {Match[]} */
export function find(list, query) {
  const asked = plain(query);
  if (asked.length < SHORTEST - 1) return [];
  const parts = threes(asked);
  /** @type {Map<number, {like: number, term: string}>} */
  const sure = new Map();
  for (const [term, themes] of Object.entries(list.terms)) {
    const like = likeness(term, asked, parts);
    for (const theme of like >= ENOUGH ? themes : []) {
      if (like > (sure.get(theme)?.like ?? 0)) sure.set(theme, { like, term });
    }
  }
  const best = [...sure].sort(([, one], [, other]) => other.like - one.like).slice(0, MOST);
  const near = best.filter(([, { like }]) => like >= best[0][1].like * 0.75);
  return near.map(([theme, { term }]) => ({ theme: list.themes[theme], term }));
}

class OfflineFinder extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.querySelector("form")?.addEventListener("submit", (event) => {
      event.preventDefault();
      this.answer();
    });
    this.querySelector("[data-begin]")?.addEventListener("click", () => {
      /** @type {HTMLButtonElement | null} */ (document.querySelector('[data-do="begin"]'))?.click();
    });
  }

  async answer() {
    const box = /** @type {HTMLInputElement} */ (this.querySelector("input"));
    const crisis = await isCrisis(box.value);
    this.show("crisis", crisis);
    const found = crisis ? [] : await this.found(box.value);
    this.show("fits", found.length > 0);
    this.show("nothing", !crisis && found.length === 0 && box.value.trim() !== "");
    this.querySelector("ul")?.replaceChildren(...found.map((match) => this.line(match, box.value.trim())));
  }

  /** One theme, and why this one. @param {Match} match @param {string} word */
  line({ theme, term }, word) {
    const why = (term === plain(word) ? this.dataset.why : this.dataset.close) ?? "";
    const small = Object.assign(document.createElement("small"), { className: "soft" });
    small.textContent = why.replace("{word}", () => word).replace("{term}", () => term);
    const line = document.createElement("li");
    line.append(Object.assign(document.createElement("strong"), { textContent: theme }), document.createElement("br"), small);
    return line;
  }

  /** @param {string} query @returns {Promise<Match[]>} */
  async found(query) {
    try {
      const answer = await fetch(this.dataset.terms ?? "");
      return answer.ok ? find(await answer.json(), query) : [];
    } catch {
      return [];
    }
  }

  /** @param {string} name @param {boolean} shown */
  show(name, shown) {
    const part = /** @type {HTMLElement | null} */ (this.querySelector(`[data-answer="${name}"]`));
    if (part) part.hidden = !shown;
  }
}

customElements.define("offline-finder", OfflineFinder);
