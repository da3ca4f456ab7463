// <body-map>: on a phone one side shows at a time, so each side's button counts what was chosen there.
// "I feel little or nothing" stands beside places: both can be true.

class BodyMap extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", () => this.count());
    addEventListener("pageshow", () => this.count());
    this.count();
  }

  count() {
    for (const side of ["front", "back"]) {
      const chosen = this.querySelectorAll(`.map.${side} :checked`).length;
      const place = this.querySelector(`.sides [value=${side}] + span .count`);
      if (place) place.textContent = chosen ? ` (${chosen})` : "";
    }
  }
}
customElements.define("body-map", BodyMap);
