// Around signing in: look at a passphrase while typing, use a passkey, know what still waits on this device.

import { MOMENT, names, ROUND } from "../practice/device.js";
import { ask } from "./passkey.js";

/** <passphrase-peek>: show what one types, for as long as one wants. */
class PassphrasePeek extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input");
    const button = this.querySelector("button");
    if (!input || !button) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      const shown = input.type === "password";
      input.type = shown ? "text" : "password";
      button.setAttribute("aria-pressed", `${shown}`);
    });
    // A password manager should keep a passphrase, not a text.
    input.form?.addEventListener("submit", () => (input.type = "password"));
  }
}

/** <passkey-form>: ask the server what to ask, ask the device, and send its answer with the form. */
class PasskeyForm extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    this.say(null);
    if (!form) return;
    if (!window.PublicKeyCredential || !isSecureContext || /^[\d.]+$|^\[/.test(location.hostname)) {
      this.say("not-here");
      return;
    }
    for (const button of form.querySelectorAll("button")) button.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.go(form);
    });
  }

  /** @param {HTMLFormElement} form */
  async go(form) {
    this.say(null);
    this.setAttribute("aria-busy", "true");
    try {
      const kind = this.getAttribute("kind") === "create" ? "create" : "get";
      const credential = await ask(kind, this.getAttribute("question") ?? "");
      const field = form.elements.namedItem("credential");
      if (!(field instanceof HTMLInputElement)) return;
      field.value = JSON.stringify(credential);
      form.submit();
    } catch {
      // Somebody closed the window, or the device knows no passkey for this house: both are fine.
      this.say("not-done");
    } finally {
      this.removeAttribute("aria-busy");
    }
  }

  /** @param {string | null} what */
  say(what) {
    for (const line of this.querySelectorAll("[data-say]")) {
      if (line instanceof HTMLElement) line.hidden = line.dataset.say !== what;
    }
  }
}

/** <unsent-rounds>: there only when a practice from without a network still waits on this device. */
class UnsentRounds extends HTMLElement {
  prefix = ROUND;

  connectedCallback() {
    this.hidden = names(this.prefix).length === 0;
  }
}

/** <unsent-moments>: the same for a moment. */
class UnsentMoments extends UnsentRounds {
  prefix = MOMENT;
}

customElements.define("passphrase-peek", PassphrasePeek);
customElements.define("passkey-form", PasskeyForm);
customElements.define("unsent-rounds", UnsentRounds);
customElements.define("unsent-moments", UnsentMoments);
