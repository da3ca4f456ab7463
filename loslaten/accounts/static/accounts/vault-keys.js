// <vault-keys>: lock, open, and change what opens the vault. To change it, it is opened once more: a key cannot be copied.

import { VaultDoor } from "./vault-door.js";
import { findKey, forgetKeys, whenLocked } from "./key-ring.js";
import { field, part, whenAsked } from "./parts.js";
import { canLock, newSlot } from "./vault.js";
import { post, Refusal, slotFields, state } from "./vault-server.js";

const SHORTEST = 12;

class VaultKeys extends HTMLElement {
  /** @type {import("./vault-door.js").Opened | null} */
  opened = null;

  connectedCallback() {
    if (!canLock()) return;
    this.door = /** @type {VaultDoor} */ (part(this, "vault-door"));
    whenAsked(this, {
      open: () => this.open(),
      lock: () => forgetKeys().then(() => this.stand(false, this.dataset.closed)),
      change: () => this.change(),
      remove: () => this.remove(),
      renew: () => this.renew(),
    });
    part(this, "[data-part=change] form").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.addPassphrase();
    });
    whenLocked(() => this.stand(false, this.dataset.closed));
    addEventListener("pageshow", (event) => event.persisted && location.reload());
    void this.look();
  }

  async look() {
    try {
      const { vault } = await state(this.door?.dataset.state ?? "");
      this.stand(Boolean(vault && (await findKey(vault))));
    } catch {
      this.stand(false);
    }
  }

  async open() {
    this.stand(false);
    this.see("begin", false);
    this.stand(Boolean(await this.door?.enter()));
  }

  async change() {
    this.see("begin", false);
    this.say("");
    this.opened = (await this.door?.enter({ again: true })) ?? null;
    this.see("begin", true);
    if (!this.opened) return;
    this.stand(true);
    this.see("change", true);
    this.showSlots();
    field(this, "#new-passphrase").focus();
  }

  showSlots() {
    part(this, "[data-do=remove]").hidden = !this.opened?.vault.slots.some((slot) => slot.kind === "passphrase");
  }

  async addPassphrase() {
    const typed = field(this, "#new-passphrase");
    if ([...typed.value].length < SHORTEST) {
      this.say(this.dataset.short);
      return typed.focus();
    }
    await this.put("passphrase", typed.value, this.dataset.added);
    typed.value = "";
  }

  async renew() {
    if (!this.opened) return;
    const { newWords } = await import("./recovery-words.js");
    const { secret, words } = await newWords();
    const { opened, door } = this;
    this.see("change", false);
    await door?.learn(words, async () => {
      if (await this.put("words", secret, this.dataset.renewed)) door.finish(opened);
    });
    this.see("change", true);
  }

  /**
   * Lock the key with a secret, and give that to the server.
   * @param {import("./vault.js").Kind} kind
   * @param {import("./vault.js").Bytes | string} secret
   * @param {string} [said]
   */
  async put(kind, secret, said) {
    if (!this.opened?.bare) return false;
    const slot = await newSlot(this.opened.bare, kind, secret);
    return this.send(slotFields(this.opened.vault, slot), said);
  }

  remove() {
    return this.send({ go: "remove" }, this.dataset.removed);
  }

  /** @param {Record<string, string>} fields @param {string} [said] */
  async send(fields, said) {
    try {
      const { vault } = await post(this.door?.dataset.slot ?? "", fields);
      if (this.opened) this.opened.vault = vault;
    } catch (error) {
      this.say((error instanceof Refusal && error.said) || this.door?.dataset.trouble);
      return false;
    }
    this.showSlots();
    this.say(said);
    return true;
  }

  /** Show how it stands on this device. @param {boolean} open @param {string} [said] */
  stand(open, said) {
    if (!open) {
      this.opened?.bare?.fill(0);
      this.opened = null;
      this.see("change", false);
    }
    for (const each of this.querySelectorAll("[data-when]")) {
      if (each instanceof HTMLElement) each.hidden = (each.dataset.when === "open") !== open;
    }
    this.see("begin", true);
    this.say(said);
  }

  /** @param {string} name @param {boolean} visible */
  see(name, visible) {
    part(this, `[data-part=${name}]`).hidden = !visible;
  }

  /** @param {string} [sentence] */
  say(sentence = "") {
    this.see("said", Boolean(sentence));
    part(this, "[data-part=said]").textContent = sentence;
  }
}
customElements.define("vault-keys", VaultKeys);
