// <crisis-card>: help lines beside a note that may need them. Looked for in this browser; nothing is sent, kept or counted.

const PAUSE_MS = 400;
// Another folder's list; without it a note is simply a note.
const LIST = "../library/crisis.js";

class CrisisCard extends HTMLElement {
  dismissed = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer = undefined;

  connectedCallback() {
    this.querySelector("button")?.addEventListener("click", () => {
      this.dismissed = this.hidden = true;
      this.closest("form")?.querySelector("textarea")?.focus();
    });
    const form = this.closest("form");
    form?.addEventListener("input", () => {
      clearTimeout(this.timer);
      const text = [...form.querySelectorAll("textarea")].map((field) => field.value).join("\n");
      this.timer = setTimeout(() => this.look(text), PAUSE_MS);
    });
  }

  /** @param {string} text */
  async look(text) {
    if (this.dismissed || !this.hidden) return;
    const list = await import(LIST).catch(() => null);
    if (list && (await list.isCrisis(text).catch(() => false))) this.hidden = this.dismissed;
  }
}
customElements.define("crisis-card", CrisisCard);
