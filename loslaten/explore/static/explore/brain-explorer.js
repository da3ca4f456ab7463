// <brain-explorer>: the pictures follow the sliders. Without it the form and its button do the same.

const SOON_MS = 80; // a slider speaks at every step it passes
const QUIET_MS = 900; // what is said aloud waits until the hand rests
const PATIENCE_MS = 10_000;
const PARTS = ["brain-head", "brain-weeks", "brain-words"];

class BrainExplorer extends HTMLElement {
  asking = false;
  moved = false;
  soon = 0;
  quiet = 0;

  connectedCallback() {
    const form = this.querySelector("form");
    if (!form) return;
    this.ready(form);
    for (const output of this.querySelectorAll("output")) output.hidden = false;
    form.addEventListener("input", ({ target }) => {
      if (target instanceof HTMLInputElement) this.say(target);
      clearTimeout(this.soon);
      this.soon = setTimeout(() => void this.show(form), SOON_MS);
    });
    form.addEventListener("submit", (event) => {
      if (this.button(form).hidden) event.preventDefault();
    });
    addEventListener("pageshow", () => this.remember(form)); // a browser may give back what the sliders were
  }

  /** @param {HTMLFormElement} form */
  remember(form) {
    const sliders = [...form.querySelectorAll("input")];
    const choice = form.querySelector("select");
    const moved = sliders.some((slider) => slider.value !== slider.defaultValue);
    if (!moved && (!choice || choice.selectedOptions[0]?.defaultSelected)) return;
    sliders.forEach((slider) => this.say(slider));
    void this.show(form);
  }

  /** @param {HTMLFormElement} form */
  button(form) {
    return /** @type {HTMLElement} */ (form.querySelector(".go"));
  }

  /**
   * Say in words where a slider stands.
   * @param {HTMLInputElement} slider
   */
  say(slider) {
    const step = Number(slider.step) || 1;
    const said = slider.dataset.words?.split("|")[Number(slider.value) / step] ?? slider.value;
    slider.setAttribute("aria-valuetext", said);
    const output = this.querySelector(`output[for=${slider.id}]`);
    if (output) output.textContent = said;
  }

  /**
   * Fetch both pictures and their words: one question at a time, and after the answer whatever was moved meanwhile.
   * @param {HTMLFormElement} form
   */
  async show(form) {
    this.moved = true;
    if (this.asking) return;
    this.asking = true;
    try {
      while (this.moved) {
        this.moved = false;
        await this.ask(form);
      }
    } catch {
      this.fail(form);
    }
    this.asking = false;
  }

  /** @param {HTMLFormElement} form */
  async ask(form) {
    const query = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, `${value}`]));
    const answer = await fetch(`${this.dataset.address}?${query}`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!answer.ok) throw new Error(`${answer.status}`);
    this.put(await answer.text());
    this.ready(form);
    this.stayAt(`${location.pathname}?${query}`);
  }

  /**
   * Whoever comes back, or changes the language, finds the sliders where they were.
   * @param {string} here
   */
  stayAt(here) {
    history.replaceState(null, "", here);
    for (const next of document.querySelectorAll("input[name=next]")) next.setAttribute("value", here);
  }

  /**
   * Hide the button while the pictures follow by themselves.
   * @param {HTMLFormElement} form
   */
  ready(form) {
    this.button(form).hidden = this.fault().hidden = true;
  }

  /** @param {HTMLFormElement} form */
  fail(form) {
    this.button(form).hidden = this.fault().hidden = false;
    this.tell(this.fault().textContent ?? "");
  }

  fault() {
    return /** @type {HTMLElement} */ (this.querySelector(".fault"));
  }

  /**
   * Put what came in its place; what somebody opened stays open.
   * @param {string} html
   */
  put(html) {
    const came = new DOMParser().parseFromString(html, "text/html");
    for (const name of PARTS) {
      const [old, next] = [document.getElementById(name), came.getElementById(name)];
      if (!old || !next) continue;
      const open = old.querySelector("details")?.open ?? false;
      next.querySelector("details")?.toggleAttribute("open", open);
      old.replaceWith(next);
    }
    this.tell(document.querySelector(".verdict")?.textContent ?? "");
  }

  /**
   * Say one sentence aloud, once the hand rests.
   * @param {string} sentence
   */
  tell(sentence) {
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => {
      const status = this.querySelector("[role=status]");
      if (status && status.textContent !== sentence) status.textContent = sentence;
    }, QUIET_MS);
  }
}
customElements.define("brain-explorer", BrainExplorer);
