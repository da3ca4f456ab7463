// A minute without a touch while a practice runs: the buttons step back, and come back at the first touch.

const WAIT = 60_000;
const TOUCHES = ["pointerdown", "pointermove", "keydown", "wheel"];

export class QuietTime {
  constructor() {
    this.timer = 0;
    this.touched = () => {
      document.body.classList.remove("quiet-time");
      clearTimeout(this.timer);
      this.timer = setTimeout(() => document.body.classList.add("quiet-time"), WAIT);
    };
  }

  start() {
    for (const touch of TOUCHES) addEventListener(touch, this.touched, { passive: true });
    this.touched();
  }

  stop() {
    for (const touch of TOUCHES) removeEventListener(touch, this.touched);
    clearTimeout(this.timer);
    document.body.classList.remove("quiet-time");
  }
}
