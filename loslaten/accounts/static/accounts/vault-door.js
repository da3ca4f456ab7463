// <vault-door>: the way into the vault. Without one: a yes, twelve words, three of them again. With one: words or passphrase.
// What it says stands in the template; what it does with words stays in this page.

import { findKey, keepKey } from "./key-ring.js";
import { download, field, part, say, whenAsked } from "./parts.js";
import * as tries from "./tries.js";
import { canLock, DoesNotOpen, newVault, unlock } from "./vault.js";
import * as server from "./vault-server.js";

/** @typedef {import("./vault.js").Vault} Vault */
/** @typedef {import("./vault.js").Bytes} Bytes */
/** @typedef {{ vault: Vault, key: CryptoKey, bare: Bytes | null }} Opened */

export class VaultDoor extends HTMLElement {
  /** @type {((answer: any) => void) | undefined} the step that is waiting for somebody */
  waiting = undefined;
  /** @type {string[]} */
  words = [];
  /** @type {number[]} which words are asked again */
  asked = [];
  /** @type {(() => Promise<void>) | undefined} what happens once the words are known to be written down */
  learned = undefined;

  connectedCallback() {
    if (!canLock()) return this.show("reason");
    whenAsked(this, {
      "download-words": () => this.downloadWords(),
      print: () => print(),
      next: () => this.askThree(),
      back: () => this.show("words"),
      stop: () => this.finish(null),
      words: () => this.lead("words"),
      passphrase: () => this.lead("passphrase"),
    });
    for (const button of this.querySelectorAll("[data-answer]")) {
      button.addEventListener("click", () => this.waiting?.(button instanceof HTMLElement && button.dataset.answer === "yes"));
    }
    part(this, "[data-step=retype] form").addEventListener("submit", (event) => this.busy(event, () => this.checkThree()));
    for (const form of this.querySelectorAll("form[data-kind]")) {
      form.addEventListener("submit", (event) => this.busy(event, () => this.tryToOpen(/** @type {HTMLFormElement} */ (form))));
    }
  }

  /**
   * Come in: with the key of this device, with words or passphrase, or into a new vault. Null when somebody would rather not.
   * @param {{ again?: boolean }} options `again` asks for words or passphrase even when it is open
   * @returns {Promise<Opened | null>}
   */
  async enter({ again = false } = {}) {
    if (!canLock()) return null;
    this.say("");
    try {
      const { vault, agrees } = await server.state(this.dataset.state ?? "");
      if (!vault) return await this.make(agrees);
      const key = again ? null : await findKey(vault);
      return key ? { vault, key, bare: null } : await this.unlock(vault);
    } catch (error) {
      this.show("");
      this.tell(error);
      return null;
    }
  }

  /** The key of this device, without asking anybody anything. @returns {Promise<Opened | null>} */
  async look() {
    if (!canLock()) return null;
    const { vault } = await server.state(this.dataset.state ?? "");
    const key = vault && (await findKey(vault));
    return vault && key ? { vault, key, bare: null } : null;
  }

  /** @param {boolean} agrees @returns {Promise<Opened | null>} */
  async make(agrees) {
    if (!agrees) {
      if (!(await this.wait("consent"))) return this.finish(null);
      await server.post(this.dataset.agree ?? "");
    }
    const { newWords } = await import("./recovery-words.js");
    const { secret, words } = await newWords();
    const made = await newVault(secret);
    return this.learn(words, async () => {
      try {
        await server.post(this.dataset.make ?? "", server.slotFields(made.vault, made.vault.slots[0]));
      } catch (error) {
        if (!(error instanceof server.Refusal && error.why === "vault")) throw error;
        const { vault } = await server.state(this.dataset.state ?? "");
        const before = this.waiting;
        if (vault) void this.unlock(vault).then((opened) => before?.(opened));
        return this.tell(error);
      }
      await keepKey(made.vault, made.key);
      this.finish(made);
    });
  }

  /**
   * Show words until they are written down, and then do what they are for.
   * @param {string[]} words
   * @param {() => Promise<void>} learned
   */
  learn(words, learned) {
    this.words = words;
    this.learned = learned;
    const rows = words.map((word) => Object.assign(document.createElement("li"), { textContent: word, lang: "nl" }));
    part(this, ".recovery").replaceChildren(...rows);
    return this.wait("words");
  }

  /** Ask for one word of each row of four. */
  askThree() {
    this.asked = [0, 4, 8].map((start) => start + Math.floor(Math.random() * 4));
    this.show("retype");
    const inputs = this.querySelectorAll("[data-step=retype] .field");
    inputs.forEach((each, at) => {
      part(each, ".place").textContent = `${this.asked[at] + 1}`;
      field(each, "input").value = "";
      field(each, "input").removeAttribute("aria-invalid");
    });
    field(this, "[data-step=retype] input").focus();
  }

  async checkThree() {
    const { same } = await import("./recovery-words.js");
    const inputs = [...this.querySelectorAll("[data-step=retype] input")].map((each) => /** @type {HTMLInputElement} */ (each));
    const wrong = this.asked.findIndex((place, at) => !same(inputs[at].value, this.words[place]));
    inputs.forEach((each) => each.removeAttribute("aria-invalid"));
    if (wrong < 0) return this.learned?.();
    inputs[wrong].setAttribute("aria-invalid", "true");
    this.say(say(this.dataset.wrongThree, { place: this.asked[wrong] + 1 }));
    inputs[wrong].focus();
  }

  downloadWords() {
    const lines = this.words.map((word, at) => `${`${at + 1}`.padStart(2)}. ${word}`);
    const text = [this.dataset.heading, location.origin, "", ...lines, "", this.dataset.advice, ""].join("\r\n");
    download(this.dataset.file ?? "", text, "text/plain;charset=utf-8");
  }

  /** @param {Vault} vault @returns {Promise<Opened | null>} */
  unlock(vault) {
    this.vault = vault;
    const both = vault.slots.some((slot) => slot.kind === "passphrase");
    part(this, "[data-do=passphrase]").hidden = !both;
    const waiting = this.wait("locked");
    this.lead(both ? "passphrase" : "words");
    return waiting;
  }

  /** Ask for one of the two. @param {import("./vault.js").Kind} kind */
  lead(kind) {
    this.say("");
    for (const each of ["words", "passphrase"]) part(this, `form[data-kind=${each}]`).hidden = each !== kind;
    field(this, `form[data-kind=${kind}] :is(input,textarea)`).focus();
  }

  /** @param {HTMLFormElement} form */
  async tryToOpen(form) {
    const kind = form.dataset.kind === "words" ? "words" : "passphrase";
    const typed = field(form, "input,textarea");
    if (!this.vault || !typed.value.trim()) return typed.focus();
    if (tries.wait_s()) return this.countDown();
    const secret = kind === "words" ? await this.readWords(typed.value) : typed.value;
    if (secret === null) return typed.focus();
    try {
      const { key, bare } = await unlock(this.vault, kind, secret);
      tries.right();
      typed.value = "";
      await keepKey(this.vault, key);
      this.finish({ vault: this.vault, key, bare });
    } catch (error) {
      if (!(error instanceof DoesNotOpen)) throw error;
      tries.wrong();
      this.say((kind === "words" ? this.dataset.wrongWords : this.dataset.wrongPassphrase) ?? "");
      if (tries.wait_s()) this.countDown();
      typed.focus();
    }
  }

  /** @param {string} text @returns {Promise<Bytes | null>} */
  async readWords(text) {
    const { fromWords } = await import("./recovery-words.js");
    const reading = await fromWords(text);
    if ("secret" in reading) return reading.secret;
    const near = reading.trouble === "unknown" && reading.near ? ` ${say(this.dataset.near, reading)}` : "";
    this.say(say(this.dataset[reading.trouble], reading) + near);
    return null;
  }

  /** Say how long it takes, until it has passed. */
  countDown() {
    const seconds = tries.wait_s();
    this.say(seconds ? say(this.dataset.wait, { seconds }) : "");
    if (seconds && this.isConnected) setTimeout(() => this.countDown(), 1000);
  }

  /**
   * Show a step and wait for what somebody does there.
   * @param {string} step
   * @returns {Promise<any>}
   */
  wait(step) {
    this.show(step);
    return new Promise((resolve) => {
      this.waiting = resolve;
    });
  }

  /** @param {Opened | null} answer @returns {null} */
  finish(answer) {
    this.words = [];
    part(this, ".recovery").replaceChildren();
    this.show("");
    this.waiting?.(answer);
    return null;
  }

  /** @param {string} step */
  show(step) {
    this.say("");
    for (const each of this.querySelectorAll("[data-step]")) {
      if (each instanceof HTMLElement) each.hidden = each.dataset.step !== step;
    }
    const heading = this.querySelector(`[data-step="${step}"] h2`);
    if (!(heading instanceof HTMLElement)) return;
    heading.focus({ preventScroll: true });
    heading.scrollIntoView({ block: "start" });
  }

  /**
   * One press counts once.
   * @param {Event} event
   * @param {() => Promise<unknown>} act
   */
  async busy(event, act) {
    event.preventDefault();
    const button = part(/** @type {HTMLFormElement} */ (event.target), "button.btn:not(.plain)");
    if (button.hasAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    await act().catch((error) => this.tell(error));
    button.removeAttribute("aria-busy");
  }

  /** Say what went wrong; what somebody typed stays. @param {unknown} error */
  tell(error) {
    const said = error instanceof server.Refusal ? error.said : "";
    this.say(said || (this.dataset.trouble ?? ""));
  }

  /** @param {string} sentence */
  say(sentence) {
    const said = part(this, "[data-said]");
    said.hidden = !sentence;
    if (said.textContent !== sentence) said.textContent = sentence;
  }
}
customElements.define("vault-door", VaultDoor);
