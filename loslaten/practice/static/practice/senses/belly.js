// The phone on the belly: the pull of the earth turns a little with every breath.

import { Batch } from "./batch.js";
import { Watch } from "./watch.js";

/** @typedef {import("./watch.js").Listener} Listener */
/** @typedef {{ requestPermission?: () => Promise<string> }} Asking an iPhone asks first */

/** Without a movement told for this long, in ms, there is no such sensor, or no longer. */
const SILENT = 2000;

/** What this browser cannot do; nothing where it can. */
export function able() {
  if (!isSecureContext) return "insecure";
  return "DeviceMotionEvent" in globalThis ? "" : "no-motion";
}

/**
 * Listen to the belly. Call it from a press, for an iPhone asks; where that is refused, it throws an error whose message is the reason.
 * @param {Listener} on hears `[t, x, y, z]`, t in s, the rest in m/s² with the pull of the earth in it
 */
export async function open(on) {
  const asking = /** @type {Asking} */ (DeviceMotionEvent);
  const answer = (await asking.requestPermission?.().catch(() => "denied")) ?? "granted";
  if (answer !== "granted") throw new Error("refused");
  const watch = new Watch(on.ended, { silent: SILENT });
  const batch = new Batch(on.samples);
  const moved = (/** @type {DeviceMotionEvent} */ event) => {
    const sample = sampleOf(event);
    if (!sample) return;
    watch.lives();
    batch.add(sample);
  };
  addEventListener("devicemotion", moved, watch);
  return { close: () => watch.close() };
}

/** @param {DeviceMotionEvent} event @returns {number[] | null} nothing where the device has no sensor */
function sampleOf({ timeStamp, accelerationIncludingGravity: pull }) {
  const { x, y, z } = pull ?? { x: null, y: null, z: null };
  return x === null || y === null || z === null ? null : [timeStamp / 1000, x, y, z];
}
