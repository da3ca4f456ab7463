// Taking along: the zip is fetched, and the page tells how far it is. Without this the form downloads it plainly.

const MB = 1_000_000;
const LARGEST = 300 * MB; // more than this is better left to the browser's own download
const BUSY = 503;

class TakeAlong extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.form?.addEventListener("submit", (event) => {
      if (!this.form || Number(this.form.dataset.bytes) > LARGEST) return;
      event.preventDefault();
      void this.take(this.form);
    });
  }

  /** @param {HTMLFormElement} form */
  async take(form) {
    const button = form.querySelector("button");
    if (button?.getAttribute("aria-busy")) return;
    button?.setAttribute("aria-busy", "true");
    const said = this.querySelector("[role=status]");
    const words = said instanceof HTMLElement ? said.dataset : {};
    said?.parentElement?.removeAttribute("hidden");
    const end = await this.fetch(form).catch(() => "failed");
    if (said) said.textContent = words[end] ?? "";
    this.show(end === "done" ? 1 : 0);
    button?.removeAttribute("aria-busy");
  }

  /**
   * @param {HTMLFormElement} form
   * @returns {Promise<string>} how it ended
   */
  async fetch(form) {
    const response = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (response.status === BUSY) return "busy";
    if (response.redirected) location.assign(response.url); // asked once more who is there
    const zip = response.headers.get("Content-Type") === "application/zip";
    if (!response.ok || !zip || !response.body) return "failed";
    const pieces = await this.read(response.body.getReader(), Number(form.dataset.bytes));
    const name = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "")?.[1] ?? "loslaten.zip";
    save(new Blob(pieces, { type: "application/zip" }), name);
    return "done";
  }

  /**
   * @param {ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>} reader
   * @param {number} expected
   */
  async read(reader, expected) {
    const pieces = [];
    let bytes = 0;
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      pieces.push(next.value);
      bytes += next.value.length;
      this.show(Math.min(bytes / expected, 0.99), bytes);
    }
    return pieces;
  }

  /**
   * @param {number} part
   * @param {number} [bytes]
   */
  show(part, bytes) {
    const bar = this.querySelector("progress");
    if (bar) bar.value = part;
    const said = this.querySelector("[role=status]");
    const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
    if (said && bytes !== undefined) said.textContent = `${number.format(bytes / MB)} MB`;
  }
}

/**
 * @param {Blob} zip
 * @param {string} name
 */
function save(zip, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(zip);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

customElements.define("take-along", TakeAlong);
