// <own-words>: when the notes are open on this device, somebody's own words stand where the words of the lists stood.

import { findKey, whenLocked } from "../accounts/key-ring.js";
import { canLock, open } from "../accounts/vault.js";
import { get, state } from "../accounts/vault-server.js";

/** @typedef {{ pattern: string, name: string, box: string }} Box */

class OwnWords extends HTMLElement {
  async connectedCallback() {
    if (!canLock()) return;
    try {
      const { vault } = await state(this.dataset.state ?? "");
      const key = vault && (await findKey(vault));
      if (!key) return;
      whenLocked(() => location.reload());
      const { words } = await get(this.dataset.words ?? "");
      await Promise.all(words.map((/** @type {Box} */ box) => this.place(key, box)));
    } catch {
      // Without a network, or a key that fits, the words of the lists say enough.
    }
  }

  /** @param {CryptoKey} key @param {Box} box */
  async place(key, { pattern, name, box }) {
    const said = this.apart(await open(key, name, box));
    for (const place of document.querySelectorAll(`[data-own-name="${pattern}"]`)) {
      if (said.name) place.textContent = said.name;
    }
    for (const row of document.querySelectorAll(`[data-own][data-pattern="${pattern}"]`)) {
      const part = row instanceof HTMLElement ? row.dataset.own ?? "" : "";
      if (said[part]) this.add(row, said[part]);
    }
  }

  /** @param {Element} row @param {string} text */
  add(row, text) {
    const words = Object.assign(document.createElement("dd"), { className: "own", textContent: `“${text}”`, dir: "auto" });
    row.querySelector("dd .soft")?.parentElement?.remove();
    row.querySelector("dd.own")?.remove();
    row.append(words);
  }

  /** Each answer by the name of its part, whichever language it was asked in. @param {string} text */
  apart(text) {
    const asked = new Map(Object.entries(this.dataset).flatMap(([name, lines]) => {
      const part = name.startsWith("part") && name !== "part" ? name.slice(4) : "";
      return part ? (lines ?? "").split("\n").map((line) => /** @type {[string, string]} */ ([line, snake(part)])) : [];
    }));
    /** @type {Record<string, string>} */
    const said = {};
    let here = "name";
    for (const line of text.split("\n")) {
      const next = asked.get(line);
      if (next) here = next;
      else said[here] = said[here] ? `${said[here]}\n${line}` : line;
    }
    return Object.fromEntries(Object.entries(said).map(([name, answer]) => [name, answer.trim()]));
  }
}

/** "Old_reaction" and "OldReaction" are old_reaction. @param {string} name */
function snake(name) {
  return name.replace(/^[A-Z]/, (letter) => letter.toLowerCase());
}
customElements.define("own-words", OwnWords);
