// <vault-notes>: all notes of a person, opened and searched in this browser, newest first.

import { VaultDoor } from "./vault-door.js";
import { forgetKeys, whenLocked } from "./key-ring.js";
import { download, field, part, say, whenAsked } from "./parts.js";
import { open } from "./vault.js";
import { get, post } from "./vault-server.js";

/** @typedef {{ name: string, kind: string, about: string, page: string, written_at: string, box: string }} Box */
/** @typedef {Box & { text: string | null, folded: string, row?: HTMLElement }} Note */

const LONG = 600;
// As many rows as a hand scrolls through; a thousand at once would keep somebody waiting for what is out of sight.
const ROWS = 50;
const NOBODY = "00000000-0000-0000-0000-000000000000";

class VaultNotes extends HTMLElement {
  /** @type {Note[]} */
  notes = [];
  /** @type {Note[]} those that fit what is searched for */
  found = [];
  when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });

  async connectedCallback() {
    this.door = /** @type {VaultDoor} */ (part(this, "vault-door"));
    whenAsked(this, { lock: () => forgetKeys().then(() => location.reload()), download: () => this.download(), more: () => this.more() });
    field(this, "#search").addEventListener("input", () => this.search());
    whenLocked(() => location.reload());
    addEventListener("pageshow", (event) => event.persisted && location.reload());
    // Boxes may come while somebody looks for their words.
    const boxes = get(this.dataset.notes ?? "");
    boxes.catch(() => {});
    const opened = await this.door.enter();
    if (opened) await this.load(opened.key, boxes);
  }

  /** @param {CryptoKey} key @param {Promise<{ notes: Box[] }>} boxes */
  async load(key, boxes) {
    try {
      const told = await boxes;
      this.notes = await Promise.all(told.notes.map((box) => read(key, box)));
    } catch {
      return this.trouble();
    }
    this.notes.sort((one, other) => (one.written_at < other.written_at ? 1 : -1));
    const shut = this.notes.filter((note) => note.text === null).length;
    part(this, "[data-part=unopened]").hidden = !shut;
    part(this, "[data-part=unopened]").textContent = say(this.dataset.unopened, { count: shut });
    part(this, "[data-part=open]").hidden = false;
    this.search();
  }

  /** @param {Note} note */
  draw(note) {
    const row = make("li", "stack");
    const when = make("h2");
    const link = /** @type {HTMLAnchorElement} */ (make("a", "", this.when.format(new Date(note.written_at))));
    link.href = note.page;
    when.append(link);
    const text = note.text === null ? make("p", "soft", this.dataset.shutNote) : this.words(note.text);
    const acts = make("p", "row");
    const erase = /** @type {HTMLButtonElement} */ (make("button", "btn plain small", this.dataset.eraseOne));
    erase.append(make("span", "vh", ` ${link.textContent}`));
    erase.type = "button";
    erase.addEventListener("click", () => this.askToErase(note, erase));
    acts.append(erase);
    row.append(when, text, acts);
    return row;
  }

  /** A long note begins short. @param {string} text */
  words(text) {
    const all = make("p", "note-text", text);
    all.dir = "auto";
    if (text.length <= LONG) return all;
    const details = make("details");
    const summary = make("summary", "", this.dataset.more);
    const begin = make("p", "note-text", `${[...text].slice(0, LONG / 2).join("")}…`);
    begin.dir = "auto";
    details.append(summary, all);
    const both = make("div");
    details.addEventListener("toggle", () => (begin.hidden = /** @type {HTMLDetailsElement} */ (details).open));
    both.append(begin, details);
    return both;
  }

  /** The second press erases. @param {Note} note @param {HTMLButtonElement} button */
  async askToErase(note, button) {
    if (button.dataset.sure !== "yes") {
      button.dataset.sure = "yes";
      button.textContent = this.dataset.sure ?? "";
      button.addEventListener("blur", () => this.let(button), { once: true });
      return;
    }
    try {
      await post((this.dataset.erase ?? "").replace(NOBODY, note.name));
    } catch {
      return this.trouble();
    }
    this.notes = this.notes.filter((each) => each !== note);
    note.row?.remove();
    this.search();
    field(this, "#search").focus();
  }

  /** @param {HTMLButtonElement} button */
  let(button) {
    button.dataset.sure = "";
    button.textContent = this.dataset.eraseOne ?? "";
  }

  search() {
    const wanted = fold(field(this, "#search").value).split(/\s+/).filter(Boolean);
    this.found = this.notes.filter((note) => wanted.every((word) => note.folded.includes(word)));
    part(this, "[data-part=found]").textContent = say(this.dataset.found, { found: this.found.length, count: this.notes.length });
    part(this, ".written").replaceChildren();
    this.more();
  }

  /** Show the next rows, and go to the first of them when somebody asked for more. */
  more() {
    const list = part(this, ".written");
    const shown = list.childElementCount;
    const rows = this.found.slice(shown, shown + ROWS).map((note) => (note.row ??= this.draw(note)));
    list.append(...rows);
    part(this, "[data-part=more]").hidden = shown + rows.length >= this.found.length;
    if (shown) rows[0]?.querySelector("a")?.focus();
  }

  download() {
    const notes = this.notes.map((note) => `## ${this.when.format(new Date(note.written_at))}\n\n${note.text ?? `*${this.dataset.shutNote}*`}\n`);
    download(this.dataset.file ?? "", `# ${this.dataset.heading}\n\n${notes.join("\n")}`, "text/markdown;charset=utf-8");
  }

  trouble() {
    part(this, "[data-part=trouble]").hidden = false;
    part(this, "[data-part=trouble]").textContent = this.dataset.trouble ?? "";
  }
}

/** @param {CryptoKey} key @param {Box} box @returns {Promise<Note>} */
async function read(key, box) {
  const text = await open(key, box.name, box.box).catch(() => null);
  return { ...box, text, folded: fold(text ?? "") };
}

/** Without capitals and accents, so that "cafe" finds "Café". @param {string} text */
function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** @param {string} tag @param {string} [style] @param {string} [text] */
function make(tag, style = "", text = "") {
  return Object.assign(document.createElement(tag), { className: style, textContent: text });
}
customElements.define("vault-notes", VaultNotes);
