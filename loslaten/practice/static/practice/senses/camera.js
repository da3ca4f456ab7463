// A finger on the rear lens. Only mean colours leave this module, never a picture; it lets go of the camera by itself.

import { Batch } from "./batch.js";
import { Finger, meanColours } from "./finger.js";
import { Watch } from "./watch.js";

/** @typedef {import("./watch.js").Listener} Listener */

/** A lens with its lamp on gets warm: five minutes, in ms. */
const MOST = 5 * 60_000;
/** Without a picture for this long, in ms, somebody else has the camera. */
const SILENT = 5000;
/** The picture that is added up, in pixels: large enough for the noise to go out. */
const WIDTH = 160;
const HEIGHT = 120;
const WISHES = {
  audio: false,
  video: { facingMode: "environment", width: { ideal: 320 }, height: { ideal: 240 }, frameRate: { ideal: 30 } },
};
/** What the browser calls it when no camera is given, and what we call it. @type {Record<string, string>} */
const REFUSALS = { NotAllowedError: "refused", NotFoundError: "no-camera", NotReadableError: "taken" };

/** What this browser cannot do; nothing where it can. */
export function able() {
  if (!isSecureContext) return "insecure";
  if (!navigator.mediaDevices?.getUserMedia) return "no-camera";
  return "requestVideoFrameCallback" in HTMLVideoElement.prototype ? "" : "no-frame-times";
}

/**
 * Listen to a finger on the lens. Where no camera is given, it throws an error whose message is the reason.
 * @param {Listener} on hears `[t, red, green, blue]`, t in s of the page's clock, when the frame was taken
 */
export async function open(on) {
  const colours = reader();
  const stream = await given();
  const [track] = stream.getVideoTracks();
  const video = document.createElement("video");
  const watch = new Watch(on.ended, { silent: SILENT, most: MOST });
  watch.signal.addEventListener("abort", () => {
    track.stop();
    video.srcObject = null;
  });
  track.addEventListener("ended", () => watch.end("taken"), watch);
  Object.assign(video, { muted: true, playsInline: true, srcObject: stream });
  follow(video, colours, watch, on);
  await video.play().catch(() => watch.end("failed"));
  // Some phones know of their lamp only once pictures come.
  if (!watch.signal.aborted && !(await lit(track))) on.noted("no-torch");
  return { close: () => watch.close() };
}

async function given() {
  try {
    return await navigator.mediaDevices.getUserMedia(WISHES);
  } catch (refusal) {
    const name = refusal instanceof Error ? refusal.name : "";
    throw new Error(REFUSALS[name] ?? "failed", { cause: refusal });
  }
}

/** @param {HTMLVideoElement} video @param {ReturnType<typeof reader>} colours @param {Watch} watch @param {Listener} on */
function follow(video, colours, watch, on) {
  const batch = new Batch(on.samples);
  const finger = new Finger(on.noted);
  const taken = takenAt();
  const seen = (/** @type {number} */ now, /** @type {VideoFrameCallbackMetadata} */ frame) => {
    if (watch.signal.aborted) return;
    video.requestVideoFrameCallback(seen);
    watch.lives();
    const sample = [taken(frame, now), ...colours(video)].map(rounded);
    finger.see(sample);
    batch.add(sample);
  };
  video.requestVideoFrameCallback(seen);
}

/** When a frame was taken, in s of the page's clock: as the camera says, or else its place in the stream. */
export function takenAt() {
  let began = NaN;
  return (/** @type {{ captureTime?: number, mediaTime: number }} */ frame, /** @type {number} */ now) => {
    if (frame.captureTime !== undefined) return frame.captureTime / 1000;
    if (Number.isNaN(began)) began = now / 1000 - frame.mediaTime;
    return began + frame.mediaTime;
  };
}

/** A tenth of a millisecond, and a ten-thousandth of the light, are enough. @param {number} value */
function rounded(value) {
  return Math.round(value * 1e4) / 1e4;
}

function reader() {
  const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("failed");
  return (/** @type {HTMLVideoElement} */ video) => {
    context.drawImage(video, 0, 0, WIDTH, HEIGHT);
    return meanColours(context.getImageData(0, 0, WIDTH, HEIGHT).data);
  };
}

/** Switch the lamp on, where there is one that a page may use. @param {MediaStreamTrack} track */
async function lit(track) {
  // The lamp is in no list of types yet.
  const lamp = /** @type {MediaTrackCapabilities & { torch?: boolean }} */ (track.getCapabilities?.() ?? {});
  if (!lamp.torch) return false;
  const on = /** @type {MediaTrackConstraintSet} */ ({ torch: true });
  return track.applyConstraints({ advanced: [on] }).then(() => true, () => false);
}
