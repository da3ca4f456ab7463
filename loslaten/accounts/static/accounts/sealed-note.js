// <sealed-note>: the note of one round, or the answers of one day. What is being written is only in this page until it is sealed and kept.

import "./crisis-card.js";
import { VaultDoor } from "./vault-door.js";
import { forgetKeys, whenLocked } from "./key-ring.js";
import { NoteFields } from "./note-fields.js";
import { part, say, whenAsked } from "./parts.js";
import { canLock, DoesNotOpen, MOST_BYTES, open, seal, weight } from "./vault.js";
import { get, post, Refusal } from "./vault-server.js";

const LONGEST = 20_000;

/** @typedef {{ name: string, box: string, seen: string }} Written */

class SealedNote extends HTMLElement {
  /** @type {Written | null} */
  written = null;
  /** @type {import("./vault-door.js").Opened | null} */
  opened = null;
  busy = false;
  address = "";

  connectedCallback() {
    if (!canLock()) return;
    this.door = /** @type {VaultDoor} */ (part(this, "vault-door"));
    this.fields = new NoteFields(part(this, "[data-part=write]"));
    this.address = this.dataset.note ?? "";
    whenAsked(this, {
      begin: () => this.begin(),
      lock: () => this.lock(),
      erase: () => this.sure(true),
      "keep-it": () => this.sure(false),
      "erase-now": () => this.erase(),
    });
    part(this, "[data-part=write]").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.keep();
    });
    addEventListener("beforeunload", (event) => this.unsaved() && event.preventDefault());
    whenLocked(() => this.lockedElsewhere());
    void this.look();
  }

  /** Show a note that is already open on this device; anything else waits for a press. */
  async look() {
    try {
      this.written = (await get(this.address)).note;
      if (this.written) part(this, "[data-do=begin]").textContent = this.dataset.sealed ?? "";
      const opened = this.written && (await this.door?.look());
      if (opened) return this.show(opened);
    } catch {
      // No network: the button asks again.
    }
    this.see("begin", true);
  }

  async begin() {
    this.see("begin", false);
    this.say("");
    const opened = await this.door?.enter();
    if (!opened) return this.see("begin", true);
    try {
      this.written = (await get(this.address)).note;
    } catch (error) {
      this.see("begin", true);
      return this.tell(error);
    }
    await this.show(opened);
    this.fields?.focus();
  }

  /** @param {import("./vault-door.js").Opened} opened */
  async show(opened) {
    this.opened = opened;
    opened.bare?.fill(0);
    this.see("begin", false);
    this.see("write", true);
    part(this, "[data-do=erase]").hidden = !this.written;
    if (!this.written || !this.fields || this.fields.text) return;
    try {
      this.fields.text = await open(opened.key, this.written.name, this.written.box);
      this.fields.settle();
    } catch (error) {
      if (!(error instanceof DoesNotOpen)) throw error;
      this.fields.shut = true;
      this.say(this.dataset.unopened ?? "");
    }
  }

  async keep() {
    const text = this.fields?.text ?? "";
    if (this.busy || !this.opened || !text.trim() || this.fields?.shut) return;
    if (text.length > LONGEST) return this.say(say(this.dataset.long, { count: text.length - LONGEST }));
    if (weight(text) > MOST_BYTES) return this.say(this.dataset.heavy ?? "");
    this.busy = true;
    const settle = this.fields?.hold();
    try {
      const name = this.written?.name ?? crypto.randomUUID();
      const box = await seal(this.opened.key, name, text);
      const fields = { name, box, seen: this.written?.seen ?? "", check_box: this.opened.vault.check_box };
      this.written = (await post(this.address, fields)).note;
      settle?.();
      part(this, "[data-do=erase]").hidden = false;
      this.say(this.dataset.kept ?? "");
    } catch (error) {
      this.tell(error);
    }
    this.busy = false;
  }

  async erase() {
    try {
      await post(this.address, { go: "erase" });
    } catch (error) {
      return this.tell(error);
    }
    this.written = null;
    if (this.fields) this.fields.shut = false;
    this.fields?.clear();
    part(this, "[data-do=erase]").hidden = true;
    this.sure(false);
    this.say(this.dataset.erased ?? "");
  }

  /** @param {boolean} asking */
  sure(asking) {
    this.see("sure", asking);
    if (asking) part(this, "[data-do=keep-it]").focus();
    else this.fields?.focus();
  }

  async lock() {
    if (this.unsaved()) await this.keep();
    if (this.unsaved()) return;
    await forgetKeys();
    this.fields?.clear();
    this.close();
  }

  /** Another tab locked up: what was kept goes out of sight, what was not stays until somebody opens again. */
  lockedElsewhere() {
    if (!this.opened) return;
    const unsaved = this.unsaved();
    if (!unsaved) this.fields?.clear();
    this.close();
    if (unsaved) this.say(this.dataset.locked ?? "");
  }

  close() {
    this.opened = null;
    this.see("write", false);
    this.see("begin", true);
    if (this.written) part(this, "[data-do=begin]").textContent = this.dataset.sealed ?? "";
    this.say("");
  }

  unsaved() {
    return this.fields?.unsaved ?? false;
  }

  /** @param {string} name @param {boolean} visible */
  see(name, visible) {
    part(this, `[data-part=${name}]`).hidden = !visible;
  }

  /** @param {unknown} error */
  tell(error) {
    this.say((error instanceof Refusal && error.said) || this.door?.dataset.trouble || "");
  }

  /** @param {string} sentence */
  say(sentence) {
    this.see("said", Boolean(sentence));
    part(this, "[data-part=said]").textContent = sentence;
  }
}
customElements.define("sealed-note", SealedNote);
