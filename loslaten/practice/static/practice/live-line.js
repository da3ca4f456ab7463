// The line to the house: samples go, readings come. It comes back by itself for half a minute, with what it still has.

/**
 * @typedef {Record<string, number | boolean | null> & { time: number, signal_quality: number }} Reading
 * @typedef {{ readings: Reading[], beats: [number, number | null][], pace: number | null }} Answer
 * @typedef {(number | string)[]} Sample
 * @typedef {{ breath_rate: number, refused: number[], own: number | null, since: number }} Following s of the samples' clock
 * @typedef {object} Listener
 * @property {(answer: Answer) => void} answer
 * @property {(away: boolean) => void} away
 * @property {(reason: string) => void} ended once; never after close
 */

const KEPT_S = 91;
const TRIED_MS = 30_000;
const PAUSES_MS = [300, 1000, 2000, 4000];
const AT_ONCE = 1000;
/** From here on a code of the house is a reason, and no accident. */
const REASONS = 4000;
/** A line that ends so often without a word of what is new will not get better. */
const MOST_BROKEN = 5;

export class LiveLine {
  /** @type {WebSocket | null} */
  socket = null;
  /** @type {Sample[]} */
  kept = [];
  /** @type {[number, number][]} */
  pacers = [];
  /** @type {Following | null} */
  following = null;
  awaySince = 0;
  tries = 0;
  broken = 0;
  newest = -Infinity;
  closed = false;
  ready = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer = undefined;

  /** @param {string} path @param {string} sense @param {Listener} on */
  constructor(path, sense, on) {
    this.address = new URL(path, location.href.replace(/^http/, "ws")).href;
    this.sense = sense;
    this.on = on;
    this.awaySince = performance.now();
    this.connect();
  }

  connect() {
    const socket = (this.socket = new WebSocket(this.address));
    socket.onopen = () => this.greet();
    socket.onmessage = ({ data }) => this.hear(JSON.parse(data));
    socket.onclose = ({ code, reason }) => this.lost(code, reason);
  }

  greet() {
    const pace = this.following ? { follow: true, ...this.following } : { follow: false };
    this.send({ hello: 1, sense: this.sense, pace });
  }

  /** The house listens: tell it what it may have missed. */
  resume() {
    this.ready = true;
    this.tries = 0;
    this.on.away(false);
    for (const pacer of this.pacers) this.send({ pacer });
    for (let at = 0; at < this.kept.length; at += AT_ONCE) this.send({ samples: this.kept.slice(at, at + AT_ONCE) });
  }

  /** @param {Answer & { hello?: number }} answer */
  hear(answer) {
    if (this.closed) return;
    if (answer.hello) return this.resume();
    const newest = answer.readings.at(-1)?.time ?? -Infinity;
    // What is only told again proves nothing: it may break at the same place.
    if (newest > this.newest) this.broken = 0;
    this.newest = Math.max(newest, this.newest);
    this.on.answer(answer);
  }

  /** @param {number} code @param {string} reason */
  lost(code, reason) {
    if (this.closed) return;
    if (this.ready) {
      this.awaySince = performance.now();
      this.broken++;
    }
    this.ready = false;
    const tired = performance.now() - this.awaySince > TRIED_MS || this.broken > MOST_BROKEN;
    if (code >= REASONS || tired) {
      this.close();
      return this.on.ended(reason || "gone");
    }
    this.on.away(true);
    this.timer = setTimeout(() => this.connect(), PAUSES_MS[Math.min(this.tries++, PAUSES_MS.length - 1)]);
  }

  /** @param {object} message */
  send(message) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  /** @param {Sample[]} samples */
  samples(samples) {
    const old = Number(samples[samples.length - 1][0]) - KEPT_S;
    const first = this.kept.findIndex(([time]) => Number(time) > old);
    this.kept = [...(first < 0 ? [] : this.kept.slice(first)), ...samples];
    if (this.ready) this.send({ samples });
  }

  /** From this moment on the water goes this fast; 0 is no water. @param {number} start @param {number} rate */
  pacer(start, rate) {
    this.pacers = [...this.pacers.filter(([at]) => at > start - KEPT_S), [start, rate]];
    if (this.ready) this.send({ pacer: [start, rate] });
  }

  /** How the water goes from here on, for a house that follows; null follows no longer. @param {Following | null} following */
  follow(following) {
    this.following = following;
    const { breath_rate, ...rest } = following ?? { breath_rate: 0 };
    if (this.ready) this.send({ follow: breath_rate, ...rest });
  }

  /** Nothing came back for long: this line only looks like one. */
  renew() {
    if (this.ready) this.socket?.close();
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    this.socket?.close();
  }
}
