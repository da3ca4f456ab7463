// Bringing back: say that a file is too large before it is sent, and that it is under way while it is.

class BringBack extends HTMLElement {
  connectedCallback() {
    const file = this.querySelector("input[type=file]");
    const notice = this.querySelector("[role=alert]");
    this.addEventListener("submit", (event) => {
      const size = file instanceof HTMLInputElement ? (file.files?.[0]?.size ?? 0) : 0;
      const tooLarge = size > Number(this.dataset.most);
      notice?.toggleAttribute("hidden", !tooLarge);
      if (tooLarge) event.preventDefault();
      else this.querySelector("button")?.setAttribute("aria-busy", "true");
    });
  }
}

customElements.define("bring-back", BringBack);
