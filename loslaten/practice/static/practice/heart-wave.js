// <heart-wave>: one line, the last minute or all of it. No axis, no number: a mirror.

/** @typedef {import("./heard.js").Point} Point */

const WINDOW_S = 60;
/** Of the drawing, which is stretched to its box. */
const [WIDTH, HEIGHT, ROOM] = [400, 60, 4];
/** Two points further apart than this (s) are not joined: in between nothing was heard. */
const GAP_S = 3;

/** @param {Point[]} points @param {number} from @param {number} until */
export function path(points, from, until) {
  const inside = points.filter(([time, value]) => time >= from && time <= until && value !== null);
  const values = inside.map(([, value]) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const place = inside.map(([time, value]) => ({
    time,
    x: ((time - from) / (until - from)) * WIDTH,
    // The longer the interval the slower the heart: it goes up as the heart goes quicker, as the water does.
    y: ROOM + (high > low ? (value - low) / (high - low) : 0.5) * (HEIGHT - 2 * ROOM),
  }));
  return place.map((here, at) => segment(place[at - 1], here)).join("");
}

/**
 * @param {{ time: number, x: number, y: number } | undefined} before
 * @param {{ time: number, x: number, y: number }} here
 */
function segment(before, here) {
  const [x, y] = [here.x.toFixed(1), here.y.toFixed(1)];
  if (!before || here.time - before.time > GAP_S) return `M${x} ${y}`;
  const middle = ((before.x + here.x) / 2).toFixed(1);
  return `C${middle} ${before.y.toFixed(1)} ${middle} ${y} ${x} ${y}`;
}

export class HeartWave extends HTMLElement {
  connectedCallback() {
    if (this.line) return;
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("aria-hidden", "true");
    this.line = document.createElementNS(space, "path");
    svg.append(this.line);
    this.replaceChildren(svg);
  }

  /** The last minute, up to a moment in s of the page's clock. @param {Point[]} points @param {number} now */
  show(points, now) {
    this.line?.setAttribute("d", path(points, now - WINDOW_S, now));
  }

  /** All of it. @param {Point[]} points */
  whole(points) {
    const times = points.map(([time]) => time);
    this.line?.setAttribute("d", path(points, Math.min(...times), Math.max(...times)));
  }
}

customElements.define("heart-wave", HeartWave);
