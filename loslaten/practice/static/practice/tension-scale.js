// <tension-scale>: drag along the numbers, as along a line. Taps, keys and everything else are the browser's own.

const A_DRAG_PX = 8; // less is a tap, or the start of a scroll: an answer must not be set by accident

class TensionScale extends HTMLElement {
  connectedCallback() {
    const ticks = this.querySelector(".ticks");
    /** @type {number | null} */
    let from = null;
    ticks?.addEventListener("pointerdown", (event) => {
      from = event instanceof PointerEvent && event.isPrimary ? event.clientX : null;
    });
    this.ownerDocument.addEventListener("pointermove", (event) => {
      if (from === null) return;
      if (!event.buttons) from = null;
      else if (Math.abs(event.clientX - from) > A_DRAG_PX) {
        from = Number.NEGATIVE_INFINITY;
        this.choose(event.clientX, event.clientY);
      }
    });
    for (const end of ["pointerup", "pointercancel"]) this.ownerDocument.addEventListener(end, () => (from = null));
  }

  /**
   * Check the number under the finger; above or below the numbers counts as on them.
   * @param {number} x
   * @param {number} y
   */
  choose(x, y) {
    const box = this.querySelector(".ticks")?.getBoundingClientRect();
    if (!box) return;
    const at = y > box.top && y < box.bottom ? y : (box.top + box.bottom) / 2;
    const input = document.elementFromPoint(x, at)?.closest(".ticks label")?.querySelector("input");
    if (!input || input.checked || !this.contains(input)) return;
    input.checked = true;
    input.focus({ preventScroll: true });
    for (const name of ["input", "change"]) input.dispatchEvent(new Event(name, { bubbles: true }));
  }
}
customElements.define("tension-scale", TensionScale);
