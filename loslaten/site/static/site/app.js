// On every page: the shell on this device, how the house looks, the night button, and what still has to be sent.

import { forgetHeard, forgetPatterns, MOMENT, names, PATTERNS, remove, ROUND } from "../practice/device.js";
import * as drafts from "../practice/drafts.js";

const RECEIVE = "/practice/receive/";
const RECEIVE_MOMENT = "/moment/receive/";
const YEAR_S = 365 * 24 * 60 * 60;
const LOOKS = { light: "theme", contrast: "contrast", motion: "motion" };
const root = document.documentElement;

/**
 * @param {string} name
 * @returns {string} what this browser was asked to remember
 */
function cookie(name) {
  const pair = document.cookie.split("; ").find((each) => each.startsWith(`${name}=`)) ?? "";
  return pair.slice(name.length + 1).replaceAll('"', "");
}

/** A page kept on this device may be older than the choice: the cookies know best. */
function look() {
  let changed = false;
  for (const [name, attribute] of Object.entries(LOOKS)) {
    const value = cookie(name);
    if ((root.dataset[attribute] ?? "") === value) continue;
    changed = true;
    if (value) root.dataset[attribute] = value;
    else delete root.dataset[attribute];
  }
  if (changed) colourTheFrame();
}

/** The bar of a phone follows the page. */
function colourTheFrame() {
  const [first, ...others] = document.querySelectorAll("meta[name=theme-color]");
  others.forEach((each) => each.remove());
  first?.removeAttribute("media");
  first?.setAttribute("content", getComputedStyle(root).getPropertyValue("--bg"));
  const light = root.dataset.theme;
  const scheme = light ? (light === "dag" ? "light" : "dark") : "light dark";
  document.querySelector("meta[name=color-scheme]")?.setAttribute("content", scheme);
}

/** <night-switch>: the button inside dims at once, without leaving the page. */
class NightSwitch extends HTMLElement {
  earlier = "";

  connectedCallback() {
    this.addEventListener("click", (event) => {
      const button = event.target instanceof Element && event.target.closest("button");
      if (!button) return;
      event.preventDefault();
      this.turn(button);
    });
    const button = this.querySelector("button");
    if (button) this.show(button);
  }

  /** @param {HTMLButtonElement} button */
  turn(button) {
    const now = root.dataset.theme ?? "";
    const next = now === "nacht" ? this.earlier : "nacht";
    this.earlier = now === "nacht" ? "" : now;
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `light=${next}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax${secure}`;
    look();
    this.show(button);
  }

  /** @param {HTMLButtonElement} button */
  show(button) {
    const night = root.dataset.theme === "nacht";
    button.setAttribute("aria-pressed", `${night}`);
    button.value = night ? "" : "nacht";
  }
}

/**
 * Say that something from before arrived, or could not: on quiet pages only, never in the middle of a practice.
 * @param {{ said?: string, after?: string, state: string }[]} results
 * @param {string} elsewhere where what could not be sent is shown
 */
function tell(results, elsewhere) {
  if (document.body.classList.contains("practice")) return;
  // What is of somebody who is not here waits without a word; the page where a moment is written down says so.
  const { said, after, state } = results.filter((each) => each.said && each.state !== "held").at(-1) ?? {};
  if (!said) return;
  const notice = document.createElement("p");
  notice.className = state === "sent" ? "notice ok" : "notice warm";
  notice.setAttribute("role", "status");
  document.querySelector("main")?.prepend(notice);
  const link = document.createElement("a");
  link.href = after ?? elsewhere;
  link.textContent = said;
  notice.append(link);
}

look();
addEventListener("pageshow", (event) => event.persisted && look());
customElements.define("night-switch", NightSwitch);
drafts.sweep();
// Who erases on the server, or takes a yes back, means this device as well.
document.addEventListener("submit", ({ target, submitter }) => {
  const path = target instanceof HTMLFormElement ? new URL(target.action).pathname : "";
  const no = submitter instanceof HTMLButtonElement && submitter.value === "no";
  const keepsNot = no && path === "/account/consent/keep_rounds/";
  if (path.startsWith("/practice/") && path.endsWith("/erase/")) {
    drafts.clear(path.replace(/erase\/$/, ""));
    forgetHeard(path.split("/")[2]);
  }
  // The page where a moment is written down brings back the names that still are.
  if (path.startsWith("/patterns/") && path.endsWith("/erase/") && !no) forgetPatterns();
  if (keepsNot || (no && path === "/account/consent/keep_measured/")) forgetHeard();
  if (keepsNot) forgetPatterns();
  if (path.startsWith("/account/sign-in/") || path === "/account/sign-up/") remove(PATTERNS); // somebody else may come in
  if (path === "/account/sign-out/") {
    names("").forEach(remove); // whoever uses this device next finds nothing
    forgetHeard();
  }
});
// Who signs out or erases means the key of their notes as well; it goes before the page does.
document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (event.defaultPrevented || !(form instanceof HTMLFormElement) || !("forgetKeys" in form.dataset)) return;
  event.preventDefault();
  delete form.dataset.forgetKeys;
  const ring = import("../accounts/key-ring.js").then(({ forgetKeys }) => forgetKeys());
  const patience = new Promise((resolve) => setTimeout(resolve, 2000));
  void Promise.race([ring, patience]).catch(() => {}).then(() => form.requestSubmit(submitter));
});
// Nobody fetches the outbox who has nothing in it; the page for the round without a network sends by itself.
if (names(ROUND).length && !document.querySelector("offline-round")) {
  void import("../practice/outbox.js").then((outbox) => outbox.keepSending(RECEIVE, (results) => tell(results, "/offline/")));
}
if (names(MOMENT).length && !document.querySelector("moment-queue")) {
  void import("../patterns/moment-outbox.js").then((outbox) => outbox.keepSending(RECEIVE_MOMENT, (results) => tell(results, "/moment/")));
}
if (isSecureContext && "serviceWorker" in navigator) {
  // Without the shell everything works, only not without a network.
  navigator.serviceWorker.register(`/sw.js?language=${root.lang}`).catch(() => {});
}
