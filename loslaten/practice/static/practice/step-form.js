// <step-form>: nothing that was entered gets lost. It stays on this device until the server took it,
// a doubled press counts once, and what could not be sent goes by itself when it can.
// Without this element the form inside works as any form.

import { answers, fill, forget, keep, sweep, unsent } from "./drafts.js";

const PATIENCE_MS = 12_000;
const PAUSES_S = [2, 4, 8, 15, 30];
const TOO_BUSY = 429;

class StepForm extends HTMLElement {
  /** @type {HTMLButtonElement | null} the button that was pressed and not answered yet */
  pressed = null;
  /** @type {AbortController | null} */
  under_way = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer = undefined;
  tries = 0;
  native = false;
  taken = false;

  connectedCallback() {
    const form = this.querySelector("form");
    if (!form) return;
    this.form = form;
    this.step = new URL(form.action).pathname;
    this.server = answers(form, "server");
    sweep();
    fill(form, unsent(this.step, this.server));
    for (const name of ["input", "change"]) form.addEventListener(name, () => this.keep());
    form.addEventListener("submit", (event) => this.submitted(event));
    addEventListener("pagehide", () => this.keep());
    addEventListener("pageshow", (event) => event.persisted && this.rest());
    addEventListener("online", () => this.timer && this.send());
  }

  keep() {
    if (this.form && !this.taken) keep(this.step ?? "", this.server ?? {}, answers(this.form, "now"));
  }

  /** @param {SubmitEvent} event */
  submitted(event) {
    if (this.native || !(event.submitter instanceof HTMLButtonElement)) return;
    event.preventDefault();
    const again = event.submitter === this.pressed;
    if (again && this.under_way) return;
    this.under_way?.abort();
    this.busy(false);
    this.pressed = event.submitter;
    this.tries = 0;
    this.send();
  }

  /** Send what stands here now, with the button that was pressed. */
  async send() {
    const { form, pressed } = this;
    if (!form || !pressed) return;
    this.keep();
    clearTimeout(this.timer);
    this.timer = undefined;
    const attempt = (this.under_way = new AbortController());
    const late = setTimeout(() => attempt.abort(), PATIENCE_MS);
    this.busy(true);
    let response = null;
    try {
      const body = new URLSearchParams(/** @type {[string, string][]} */ ([...new FormData(form)]));
      body.append(pressed.name, pressed.value);
      response = await fetch(form.action, { method: "POST", body, signal: attempt.signal });
    } catch {
      // No network, no answer, or another button was pressed since.
    }
    clearTimeout(late);
    if (this.under_way !== attempt) return;
    this.under_way = null;
    if (!response || response.status >= 500 || response.status === TOO_BUSY) this.later();
    else if (response.ok && response.redirected) this.go_on(response.url);
    else this.show_what_the_server_says();
  }

  /** @param {string} address */
  go_on(address) {
    this.taken = true;
    forget(this.step ?? "");
    location.assign(address);
  }

  /** A refusal is a page of its own: let the browser fetch it as it would have without us. */
  show_what_the_server_says() {
    this.native = true;
    this.form?.requestSubmit(this.pressed);
  }

  /** It did not work: say so once, calmly, and try again by ourselves. */
  later() {
    this.busy(false);
    // Who needs to get out now should not have to wait for a network.
    if (this.pressed?.value === "too_much" && this.dataset.outward) return location.assign(this.dataset.outward);
    this.say((navigator.onLine ? this.dataset.trouble : this.dataset.offline) ?? "");
    const pause_s = PAUSES_S[Math.min(this.tries++, PAUSES_S.length - 1)];
    this.timer = setTimeout(() => this.send(), pause_s * 1000);
  }

  /** @param {string} sentence */
  say(sentence) {
    let notice = this.querySelector(".trouble");
    if (!notice) {
      notice = document.createElement("p");
      notice.className = "notice warm trouble";
      notice.setAttribute("role", "alert");
      this.append(notice);
    }
    if (notice.textContent === sentence) return;
    notice.textContent = sentence;
    notice.scrollIntoView({ block: "nearest" });
  }

  /** @param {boolean} yes */
  busy(yes) {
    if (yes) this.pressed?.setAttribute("aria-busy", "true");
    else this.pressed?.removeAttribute("aria-busy");
  }

  /** Somebody came back to this page with the browser's own button: it is as it was, and ready. */
  rest() {
    this.busy(false);
    this.pressed = null;
    this.native = this.taken = false;
    if (this.form) this.server = answers(this.form, "now");
  }
}
customElements.define("step-form", StepForm);
