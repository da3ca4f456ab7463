// What somebody is filling in at a step, until the server took it; a day at most.

import { forgetHeard, forgetPatterns, names, passed, PATTERNS, read, remove, write } from "./device.js";

/** @typedef {Record<string, string[]>} Answers */

const PREFIX = "loslaten.step.";
const NOT_ANSWERS = new Set(["csrfmiddlewaretoken", "ticket", "next", "side", ""]);

/**
 * Every field with what it says now, or with what the server said; an empty list is an answer left open.
 * @param {HTMLFormElement} form
 * @param {"now" | "server"} when
 * @returns {Answers}
 */
export function answers(form, when) {
  /** @type {Answers} */
  const all = {};
  for (const field of fields(form)) {
    const values = (all[field.name] ??= []);
    const choice = field.type === "checkbox" || field.type === "radio";
    const chosen = when === "now" ? field.checked : field.defaultChecked;
    const value = when === "now" || choice ? field.value : field.defaultValue;
    if (choice ? chosen : value) values.push(value);
  }
  return all;
}

/**
 * @param {HTMLFormElement} form
 * @param {Answers} chosen
 */
export function fill(form, chosen) {
  for (const field of fields(form)) {
    const values = chosen[field.name];
    if (!values) continue;
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else field.value = values[0] ?? "";
  }
}

/**
 * @param {HTMLFormElement} form
 * @returns {HTMLInputElement[]}
 */
function fields(form) {
  const inputs = [...form.elements].filter((field) => field instanceof HTMLInputElement);
  return inputs.filter((field) => !NOT_ANSWERS.has(field.name));
}

/**
 * Keep what is there now beside what the server knew; the same is nothing to keep.
 * @param {string} step
 * @param {Answers} server
 * @param {Answers} now
 */
export function keep(step, server, now) {
  if (JSON.stringify(server) === JSON.stringify(now)) forget(step);
  else write(PREFIX + step, { server, now, at: Date.now() });
}

/**
 * What was being filled in here, for each field the server still knows as little of as it did then.
 * @param {string} step
 * @param {Answers} server
 * @returns {Answers}
 */
export function unsent(step, server) {
  const draft = read(PREFIX + step);
  if (!draft || passed(draft.at)) return {};
  const same = Object.keys(draft.now ?? {}).filter((name) => `${draft.server?.[name]}` === `${server[name]}`);
  return Object.fromEntries(same.map((name) => [name, draft.now[name]]));
}

/** @param {string} step */
export function forget(step) {
  remove(PREFIX + step);
}

/** Let go of drafts of more than a day ago, of what was heard then, and of names that were not to be kept. */
export function sweep() {
  for (const name of names(PREFIX)) if (passed(read(name)?.at)) remove(name);
  forgetHeard("", passed);
  const known = read(PATTERNS);
  if (known && !known.keeps && passed(known.at)) forgetPatterns();
}

/**
 * Let go of every draft of the steps below this path.
 * @param {string} path
 */
export function clear(path) {
  names(PREFIX + path).forEach(remove);
}
