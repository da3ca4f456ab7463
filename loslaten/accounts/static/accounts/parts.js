// Small ways to find and show the parts of an element, as the template wrote them.

/**
 * @param {ParentNode} element
 * @param {string} selector
 * @returns {HTMLElement}
 */
export function part(element, selector) {
  const found = element.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`The template has no ${selector}`);
  return found;
}

/**
 * @param {ParentNode} element
 * @param {string} selector
 * @returns {HTMLInputElement}
 */
export function field(element, selector) {
  return /** @type {HTMLInputElement} */ (part(element, selector));
}

/**
 * Run an act for each button that says so in `data-do`.
 * @param {HTMLElement} element
 * @param {Record<string, () => unknown>} acts
 */
export function whenAsked(element, acts) {
  element.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("button[data-do]") : null;
    if (button instanceof HTMLElement) void acts[button.dataset.do ?? ""]?.();
  });
}

/**
 * A sentence of the template, with its gaps filled.
 * @param {string | undefined} sentence
 * @param {Record<string, string | number>} gaps
 */
export function say(sentence, gaps = {}) {
  return (sentence ?? "").replace(/\{(\w+)\}/g, (_, gap) => `${gaps[gap] ?? ""}`);
}

/** Give somebody a file made here. @param {string} name @param {string} text @param {string} type */
export function download(name, text, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
