// A part of a page that counts: fetched again by itself every few seconds, as long as it says that there is more to come.

class LivePart extends HTMLElement {
  constructor() {
    super();
    this.timer = 0;
  }

  connectedCallback() {
    this.wait();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  wait() {
    clearTimeout(this.timer);
    const seconds = Number(this.getAttribute("every"));
    if (seconds) this.timer = setTimeout(() => this.look(), seconds * 1000);
  }

  // Whoever is reading the list of what is wrong, or is about to press a button, keeps it under their fingers.
  busy() {
    return document.hidden || this.contains(document.activeElement);
  }

  async look() {
    try {
      if (!this.busy()) await this.renew();
    } catch {
      // The house is away for a moment; the numbers on the page stay as they are.
    }
    this.wait();
  }

  async renew() {
    const answer = await fetch(this.getAttribute("from") ?? location.href, { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const part = page.getElementById(this.id);
    if (!answer.ok || !part) return;
    this.replaceChildren(...part.childNodes);
    const every = part.getAttribute("every");
    if (every) this.setAttribute("every", every);
    else this.removeAttribute("every");
  }
}

customElements.define("live-part", LivePart);
