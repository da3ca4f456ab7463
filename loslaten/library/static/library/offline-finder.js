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

/** @param {List} list @param {string} query @returns {string[]} */
export function find(list, query) {
  const asked = plain(query);
  if (asked.length < SHORTEST - 1) return [];
  const parts = threes(asked);
  /** @type {Map<number, number>} */
  const sure = new Map();
  for (const [term, themes] of Object.entries(list.terms)) {
    const like = likeness(term, asked, parts);
    if (like >= ENOUGH) for (const theme of themes) sure.set(theme, Math.max(like, sure.get(theme) ?? 0));
  }
  const best = [...sure].sort(([, one], [, other]) => other - one).slice(0, MOST);
  return best.filter(([, like]) => like >= best[0][1] * 0.75).map(([theme]) => list.themes[theme]);
}

class OfflineFinder extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.querySelector("form")?.addEventListener("submit", (event) => {
      event.preventDefault();
      this.answer();
    });
  }

  async answer() {
    const box = /** @type {HTMLInputElement} */ (this.querySelector("input"));
    const crisis = await isCrisis(box.value);
    this.show("crisis", crisis);
    const found = crisis ? [] : await this.found(box.value);
    this.show("fits", found.length > 0);
    this.show("nothing", !crisis && found.length === 0 && box.value.trim() !== "");
    this.querySelector("ul")?.replaceChildren(
      ...found.map((name) => Object.assign(document.createElement("li"), { textContent: name })),
    );
  }

  /** @param {string} query @returns {Promise<string[]>} */
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
