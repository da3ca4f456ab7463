// <moment-form>: a moment is on this device before it goes, so that nothing is lost on the way; <moment-queue>: what still waits.
// Without these the form inside works as any form.

import * as outbox from "./moment-outbox.js";

const NOT_ANSWERS = new Set(["csrfmiddlewaretoken", "key", ""]);

class MomentForm extends HTMLElement {
  native = false;
  busy = false;

  connectedCallback() {
    const form = this.querySelector("form");
    if (!form) return;
    this.form = form;
    if (this.dataset.offline === undefined) this.remember();
    else this.offer();
    form.addEventListener("submit", (event) => {
      if (this.native || !form.checkValidity()) return;
      event.preventDefault();
      void this.submitted();
    });
  }

  /** What the patterns are called, for when there is no network. */
  remember() {
    const fields = [...this.querySelectorAll("input[name=pattern][data-name]")].map((field) => /** @type {HTMLInputElement} */ (field));
    const whose = this.querySelector("input[name=whose]");
    outbox.remember(
      fields.map((field) => ({ id: field.value, name: field.dataset.name ?? "" })),
      this.dataset.keeps !== undefined,
      whose instanceof HTMLInputElement ? whose.value : "",
    );
  }

  /** The page without a network belongs to nobody: the patterns this device knows of are put in here. */
  offer() {
    const place = this.querySelector(".known");
    const blank = this.querySelector("template")?.content.firstElementChild;
    for (const { id, name } of outbox.remembered()) {
      const row = /** @type {HTMLElement | undefined} */ (blank?.cloneNode(true));
      const field = row?.querySelector("input");
      if (!row || !field) return;
      field.value = id;
      const words = row.querySelector("b");
      if (words) words.textContent = name;
      place?.append(row);
    }
    const hour = new Date().getHours();
    for (const word of this.querySelectorAll("[data-from]")) {
      if (word instanceof HTMLElement) word.hidden = hour < Number(word.dataset.from);
    }
    const first = this.querySelector("input[name=pattern]");
    if (first instanceof HTMLInputElement) first.checked = true;
  }

  async submitted() {
    const { form } = this;
    if (!form || this.busy) return;
    this.busy = true;
    const given = /** @type {[string, string][]} */ ([...new FormData(form)]);
    const drawn = form.querySelector("input[name=key]");
    const key = (drawn instanceof HTMLInputElement && drawn.value) || crypto.randomUUID();
    const fields = given.filter(([name]) => !NOT_ANSWERS.has(name) && name !== "pressed_at");
    fields.push(["pressed_at", new Date().toISOString()]);
    if (this.dataset.offline !== undefined) fields.push(["whose", outbox.whose()]);
    const kept = outbox.keep({ key, fields: [...fields, ["here", "yes"]], at: 0 });
    if (!kept && this.dataset.offline === undefined) return this.asAnyForm();
    const result = (await outbox.send(this.dataset.receive ?? "")).find((each) => each.key === key);
    this.busy = false;
    if (!result || result.state === "waits" || result.state === "held") outbox.keep({ key, fields, at: 0 });
    this.told(result ?? { key, state: "waits" });
  }

  /** @param {outbox.Sent} result */
  told(result) {
    if (result.state === "sent" && result.after) return location.assign(result.after);
    if (result.state !== "waits" && result.state !== "held" && this.dataset.offline === undefined) {
      outbox.forget(result.key); // the page itself says what is the matter, with everything still in it
      return this.asAnyForm();
    }
    // A new key for the next one: this one waits under its own.
    const drawn = this.form?.querySelector("input[name=key]");
    this.form?.reset();
    if (drawn instanceof HTMLInputElement) drawn.value = crypto.randomUUID();
    document.querySelectorAll("moment-queue").forEach((queue) => queue.dispatchEvent(new Event("changed")));
    document.querySelector("moment-queue")?.scrollIntoView({ block: "nearest" });
  }

  asAnyForm() {
    this.native = true;
    this.form?.requestSubmit();
  }
}

class MomentQueue extends HTMLElement {
  when = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long", hour: "numeric", minute: "2-digit" });

  connectedCallback() {
    this.attempt = outbox.keepSending(this.dataset.receive ?? "", () => this.draw());
    this.addEventListener("changed", () => this.draw());
    this.addEventListener("click", ({ target }) => {
      const button = target instanceof Element ? target.closest("button[data-do]") : null;
      if (button instanceof HTMLButtonElement) this.pressed(button);
    });
    this.draw();
  }

  draw() {
    const everything = outbox.all();
    const marks = (this.dataset.whose ?? outbox.whose()).split(" ").filter(Boolean);
    const moments = everything.filter((each) => outbox.isOf(each, marks));
    const list = this.querySelector("ul");
    list?.replaceChildren(...moments.map((moment) => this.row(moment)));
    this.hidden = !everything.length;
    const show = (/** @type {string} */ state, /** @type {boolean} */ shown) =>
      this.querySelector(`[data-state=${state}]`)?.toggleAttribute("hidden", !shown);
    show("waits", moments.some((each) => !each.gone && !each.refused && !outbox.stays(each.key)));
    show("others", moments.length < everything.length);
  }

  /** @param {outbox.Waiting} moment */
  row({ key, fields, refused, gone, at }) {
    const blank = this.querySelector("template")?.content.firstElementChild;
    const row = /** @type {HTMLElement} */ (blank?.cloneNode(true));
    row.dataset.key = key;
    const said = Object.fromEntries(fields);
    const what = (this.dataset.at ?? "").replace("{tension}", said.tension_before ?? "–").replace("{when}", this.when.format(new Date(said.pressed_at || at)));
    const show = (/** @type {string} */ selector, /** @type {string} */ text) => {
      const place = row.querySelector(selector);
      if (place) place.textContent = text;
    };
    show(".what", what);
    show(".why", gone || refused || outbox.stays(key));
    const known = [...document.querySelectorAll("input[name=pattern][data-name]")].map((field) => /** @type {HTMLInputElement} */ (field));
    const options = known.map((field) => new Option(field.dataset.name, field.value));
    row.querySelector("select")?.replaceChildren(...options);
    row.querySelector(".again")?.toggleAttribute("hidden", !gone || !options.length);
    return row;
  }

  /** @param {HTMLButtonElement} button */
  pressed(button) {
    const row = button.closest("li");
    const key = row?.dataset.key ?? "";
    if (button.dataset.do === "forget") outbox.forget(key);
    if (button.dataset.do === "move") outbox.move(key, row?.querySelector("select")?.value ?? "");
    this.draw();
    void this.attempt?.().then(() => this.draw());
  }
}
customElements.define("moment-form", MomentForm);
customElements.define("moment-queue", MomentQueue);
