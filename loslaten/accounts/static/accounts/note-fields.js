// The fields of one note, as one text: a single field as it is, several each under its question.

/** @typedef {{ field: HTMLTextAreaElement, asked: string[] }} Place */

export class NoteFields {
  /** @param {HTMLElement} form */
  constructor(form) {
    /** @type {Place[]} */
    this.places = [...form.querySelectorAll("textarea")].map((field) => ({ field, asked: field.dataset.asked?.split("\n") ?? [] }));
    this.questions = new Set(this.places.flatMap(({ asked }) => asked));
  }

  get text() {
    if (this.places.length === 1) return this.places[0].field.value;
    const answered = this.places.filter(({ field }) => field.value.trim());
    return answered.map(({ field }) => `${labelOf(field)}\n${this.guarded(field.value)}`).join("\n\n");
  }

  set text(text) {
    const answers = this.places.length === 1 ? [text] : this.apart(text);
    this.places.forEach(({ field }, at) => {
      field.value = answers[at];
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  /** Hold what stands there now, to be called kept once it is; who types on meanwhile has that still to keep. */
  hold() {
    const values = this.places.map(({ field }) => field.value);
    return () => this.places.forEach(({ field }, at) => (field.defaultValue = values[at]));
  }

  settle() {
    this.hold()();
  }

  clear() {
    this.text = "";
    this.settle();
  }

  get unsaved() {
    return this.places.some(({ field }) => !field.disabled && field.value !== field.defaultValue);
  }

  get shut() {
    return this.places.some(({ field }) => field.disabled);
  }

  set shut(shut) {
    for (const { field } of this.places) field.disabled = shut;
  }

  focus() {
    this.places[0].field.focus();
  }

  /** A line of an answer that reads as a question moves one space, so that it stays part of the answer. @param {string} text */
  guarded(text) {
    return text.replaceAll(/^.*$/gm, (line) => (this.questions.has(line) ? ` ${line}` : line));
  }

  /** Put each answer under its question, whichever language it was asked in. @param {string} text */
  apart(text) {
    const answers = this.places.map(() => /** @type {string[]} */ ([]));
    let here = 0;
    for (const line of text.split("\n")) {
      const next = this.places.findIndex(({ asked }) => asked.includes(line));
      if (next < 0) answers[here].push(line);
      else if (next !== here && answers[here].at(-1) === "") answers[here].pop();
      if (next >= 0) here = next;
    }
    return answers.map((lines) => lines.join("\n"));
  }
}

/** @param {HTMLTextAreaElement} field */
function labelOf(field) {
  return field.labels[0].textContent?.trim() ?? "";
}
