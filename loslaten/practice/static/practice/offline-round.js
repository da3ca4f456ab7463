// <offline-round>: the short round on the one page that this device keeps. Every change is kept at once,
// so a tab that dies loses nothing; a finished round waits in the outbox until the server has it.

import { forget, keep, keepSending, refused, unfinished, waiting } from "./outbox.js";

/** @typedef {import("./outbox.js").OfflineRound} OfflineRound */

const STEPS = ["notice", "welcome", "breathe", "soften", "look_back"];
const NOT_ANSWERS = new Set(["side"]);
const A_RISE = 2;
const FITTING = 4; // as on the server: more choices than this is work
const FOR_ANYBODY = "feet left_shoulder left_hand chest";

class OfflineRound_ extends HTMLElement {
  /** @type {OfflineRound | null} */
  round = null;
  lost = false;
  /** @type {string | null} the places the movements were last chosen for */
  offered = null;
  form = /** @type {HTMLFormElement} */ (this.one("form"));
  /** Every movement, in the order of the server. */
  options = [...this.querySelectorAll("label[data-places]")];

  connectedCallback() {
    this.send = keepSending(this.dataset.receive ?? "", (results) => this.told(results));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.on();
    });
    for (const name of ["input", "change", "done"]) this.form.addEventListener(name, () => this.changed());
    this.addEventListener("click", ({ target }) => {
      const button = target instanceof Element ? target.closest("[data-do]") : null;
      if (button instanceof HTMLButtonElement) this.pressed(button);
    });
    addEventListener("popstate", ({ state }) => this.went_back(state?.part));
    addEventListener("pagehide", () => this.keep());
    document.addEventListener("visibilitychange", () => this.keep());
    this.one("[data-do=begin]").hidden = false;
    this.one(".elsewhere").hidden = location.pathname === "/offline/";
    if (location.hash === "#outward") this.show("outward");
    else this.intro();
  }

  /**
   * @param {string} selector
   * @returns {HTMLElement}
   */
  one(selector) {
    const found = this.querySelector(selector);
    if (!(found instanceof HTMLElement)) throw new Error(`${selector} is missing on this page`);
    return found;
  }

  /** @param {HTMLButtonElement} button */
  pressed(button) {
    /** @type {Record<string, () => void>} */
    const acts = {
      begin: () => this.begin(),
      "resume-it": () => this.resume(),
      "erase-open": () => this.erase_open(),
      on: () => this.on(),
      stop: () => this.finish("stopped"),
      end: () => this.finish("too_much"),
      "too-much": () => this.look_outward(),
      back: () => history.back(),
      forget: () => this.forget(button),
    };
    acts[button.dataset.do ?? ""]?.();
  }

  intro() {
    this.one(".resume").hidden = !unfinished();
    this.one("[data-do=begin]").classList.toggle("quiet", Boolean(unfinished()));
    this.one(".waiting").hidden = !waiting().length;
    const [unread] = refused();
    this.one(".refused").hidden = !unread;
    this.one(".why").textContent = unread?.refused ?? "";
    this.show("intro");
  }

  begin() {
    const open = unfinished();
    if (open) forget(open.key); // one round at a time
    this.clean();
    this.round = { key: crypto.randomUUID(), started_at: new Date().toISOString(), lasted_s: 0, part: "notice", answers: [], ending: "", at: 0 };
    this.go("notice");
  }

  resume() {
    const open = unfinished();
    if (!open) return this.intro();
    this.round = open;
    this.clean();
    for (const [name, value] of open.answers) {
      for (const field of this.form.querySelectorAll(`input[name="${name}"]`)) {
        if (!(field instanceof HTMLInputElement)) continue;
        if (field.type === "hidden") field.value = value;
        else if (field.value === value) field.checked = true;
      }
    }
    this.querySelector("body-map")?.dispatchEvent(new Event("change"));
    this.go(open.part);
  }

  /** Nothing of another round: not in the form, not in its hidden fields, not in the timers. */
  clean() {
    this.timers("forget");
    this.form.reset();
    for (const field of this.form.querySelectorAll("input")) if (field.type === "hidden") field.value = "";
  }

  /**
   * Tell the lines and the tide to stop where they are, or to forget where they were.
   * @param {"stop" | "forget"} what
   */
  timers(what) {
    for (const each of this.querySelectorAll("phrase-timer, breath-tide")) /** @type {any} */ (each)[what]?.();
  }

  erase_open() {
    const open = unfinished();
    if (open) forget(open.key);
    this.intro();
    this.focus_heading("intro");
  }

  /** Go to a step, in a way that the browser's own back button understands. */
  go(/** @type {string} */ part) {
    history.pushState({ part }, "");
    this.show(part);
    this.keep();
    this.focus_heading(part);
  }

  on() {
    const next = STEPS[STEPS.indexOf(this.round?.part ?? "") + 1];
    if (next) this.go(next);
    else this.finish("finished");
  }

  look_outward() {
    this.keep();
    history.pushState({ part: "outward" }, "");
    this.show("outward");
    this.focus_heading("outward");
  }

  /** @param {string | undefined} part */
  went_back(part) {
    const known = part === "outward" || (this.round && !this.round.ending && STEPS.includes(part ?? ""));
    if (known && part) this.show(part);
    else if (this.round?.ending) this.show("done");
    else this.intro();
    this.focus_heading(this.querySelector(".part:not([hidden])")?.getAttribute("data-part") ?? "intro");
  }

  /** @param {string} part */
  show(part) {
    const practising = STEPS.includes(part);
    this.timers("stop");
    for (const each of this.querySelectorAll(".part")) each.toggleAttribute("hidden", each.getAttribute("data-part") !== part);
    this.form.hidden = !practising;
    document.body.classList.toggle("practice", practising);
    document.body.classList.toggle("has-nav", !practising);
    if (practising && this.round) this.round.part = part;
    if (practising) this.draw(part);
    scrollTo(0, 0);
  }

  /** @param {string} part */
  focus_heading(part) {
    const heading = this.querySelector(`[data-part=${part}] h1`);
    if (!(heading instanceof HTMLElement)) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }

  changed() {
    this.keep();
    this.draw(this.round?.part ?? "");
  }

  keep() {
    if (!this.round || this.round.ending) return;
    const answers = /** @type {[string, string][]} */ ([...new FormData(this.form)]);
    this.round.answers = answers.filter(([name, value]) => value && !NOT_ANSWERS.has(name));
    this.lost = !keep(this.round);
  }

  /** @param {string} ending */
  finish(ending) {
    if (!this.round) return this.go_home();
    this.keep();
    const lasted_s = Math.round((Date.now() - Date.parse(this.round.started_at)) / 1000);
    this.round = { ...this.round, lasted_s, ending };
    this.lost = !keep(this.round);
    this.timers("forget");
    for (const each of this.querySelectorAll("[data-ending]")) each.toggleAttribute("hidden", each.getAttribute("data-ending") !== ending);
    history.pushState({ part: "done" }, "");
    this.show("done");
    this.state(this.lost ? "lost" : "waits");
    this.focus_heading("done");
    this.send?.();
  }

  /** Somebody came here only to look outward. */
  go_home() {
    history.length > 1 ? history.back() : location.assign("/");
  }

  /** @param {string} state */
  state(state) {
    for (const each of this.querySelectorAll("[data-state]")) each.toggleAttribute("hidden", each.getAttribute("data-state") !== state);
    this.one("[data-part=done] [data-do=forget]").hidden = !["waits", "refused"].includes(state);
  }

  /** @param {import("./outbox.js").Sent[]} results */
  told(results) {
    const mine = results.find((each) => each.key === this.round?.key);
    if (mine && this.round?.ending) {
      this.one("[data-state=sent] a").setAttribute("href", mine.after ?? "/");
      this.one("[data-state=refused]").textContent = mine.said ?? "";
      this.state(mine.state);
    }
    if (!this.one("[data-part=intro]").hidden) this.intro();
  }

  /** @param {HTMLButtonElement} button */
  forget(button) {
    const which = button.closest(".waiting") ? waiting() : button.closest(".refused") ? refused() : [];
    which.forEach((each) => forget(each.key));
    if (which.length) return this.intro();
    if (this.round) forget(this.round.key);
    this.state("erased");
  }

  /** Show what follows from the answers, as the server would. @param {string} part */
  draw(part) {
    const now = STEPS.indexOf(part);
    STEPS.forEach((step, at) => {
      const item = this.one(`[data-step=${step}]`);
      item.classList.toggle("done", at < now);
      item.toggleAttribute("aria-current", at === now);
      if (at === now) item.setAttribute("aria-current", "step");
      item.querySelector(".done-word")?.toggleAttribute("hidden", at >= now);
      item.querySelector(".now-word")?.toggleAttribute("hidden", at !== now);
    });
    const on = this.one("[data-do=on]");
    on.dataset.next ??= on.textContent ?? "";
    on.textContent = (part === "look_back" ? this.dataset.last : on.dataset.next) ?? "";
    const before = this.number("tension_before");
    const after = this.number("tension_after");
    this.one(".strong").hidden = !(before >= Number(this.dataset.strong));
    this.one(".rose").hidden = !(after - before >= A_RISE);
    this.movements();
    this.earlier(before);
  }

  /**
   * @param {string} name
   * @returns {number} the rating, or NaN: unset stays unset
   */
  number(name) {
    return Number.parseInt(`${new FormData(this.form).get(name)}`, 10);
  }

  /** Offer the movements that suit the chosen places: the best four, pressing feet, and staying as one is. */
  movements() {
    const places = new FormData(this.form).getAll("places").map(String);
    if (`${places}` === this.offered) return; // moving them about would take the focus away from who is choosing
    this.offered = `${places}`;
    const wanted = new Set(places.length ? places : FOR_ANYBODY.split(" "));
    const all = this.options.map((label) => {
      const suits = (label.getAttribute("data-places") ?? "").trim().split(/\s+/);
      const code = label.querySelector("input")?.value ?? "";
      return { label, code, fit: suits.filter((place) => wanted.has(place)).length, always: code === "still" || code === "press_feet" };
    });
    const ranked = all.filter((each) => each.fit && each.code !== "still").sort((one, other) => other.fit - one.fit);
    const best = new Set(ranked.slice(0, FITTING));
    for (const each of all) {
      const shown = best.has(each) || each.always;
      each.label.toggleAttribute("hidden", !shown);
      const input = each.label.querySelector("input");
      if (input?.checked && !shown) input.checked = false;
    }
    // The best first, as the server orders them; what suits everybody comes last.
    all[0]?.label.parentElement?.prepend(...[...best].map((each) => each.label));
    this.say("soften legend", places.length ? this.dataset.chosen : undefined);
    this.say("look_back .stack p", places.length ? this.dataset.felt : undefined, true);
  }

  /**
   * Write the chosen places into a sentence of the page; without places the page's own words return.
   * @param {string} where
   * @param {string | undefined} sentence
   * @param {boolean} [add]
   */
  say(where, sentence, add = false) {
    const element = this.one(`[data-part=${where.replace(" ", "] ")}`);
    element.dataset.own ??= element.textContent ?? "";
    const chosen = [...this.querySelectorAll("[name=places]:checked")].map((input) => input.nextElementSibling?.textContent?.toLowerCase());
    const said = sentence?.replace("{places}", chosen.join(", "));
    element.textContent = said ? (add ? `${element.dataset.own} ${said}` : said) : element.dataset.own;
  }

  /** @param {number} before the earlier rating, drawn at look back as the server draws it */
  earlier(before) {
    const scale = this.one("[data-part=look_back] .tension");
    scale.className = Number.isNaN(before) ? "tension" : `tension was was-${before}`;
    const hint = scale.querySelector("p");
    if (hint) hint.textContent = Number.isNaN(before) ? "" : (this.dataset.earlier ?? "").replace("{was}", `${before}`);
    const drawing = scale.querySelector(".rope svg");
    drawing?.querySelector(".earlier")?.remove();
    scale.querySelectorAll(".told-before").forEach((each) => each.remove());
    for (const label of scale.querySelectorAll(".ticks label")) label.classList.toggle("was", label.querySelector("input")?.value === `${before}`);
    if (Number.isNaN(before)) return;
    const line = drawing?.querySelector(".current")?.cloneNode();
    if (line instanceof Element) {
      line.setAttribute("class", "earlier");
      drawing?.prepend(line);
    }
    const told = document.createElement("span");
    told.className = "vh told-before";
    told.textContent = `, ${this.dataset.was}`;
    scale.querySelector("label.was > span")?.append(told);
  }
}
customElements.define("offline-round", OfflineRound_);
