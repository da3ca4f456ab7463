// What was heard: as lines to draw, as a summary of the minutes, and as a file for who wants the signal. Pure.

/** @typedef {import("./live-line.js").Reading} Reading */
/** @typedef {[number, number]} Point s, and any unit */

/** The first and the last so many seconds that were clear. */
const END_S = 30;
/** Of these at least so many, or nothing is said of them. */
const LEAST = 20;

/** @param {(number | null)[]} values */
function mean(values) {
  const known = values.filter((value) => value !== null);
  return known.length ? known.reduce((sum, value) => sum + value, 0) / known.length : null;
}

/** @param {Reading[]} readings @param {string} name @returns {(number | null)[]} */
const column = (readings, name) => readings.map((reading) => (typeof reading[name] === "number" ? Number(reading[name]) : null));

/** Seconds in which there was something to say. @param {Reading[]} readings */
export function clear(readings) {
  return readings.filter((reading) => reading.heart_rate !== null || reading.breath_rate !== null);
}

/** @param {Reading[]} readings @param {string} name */
function ends(readings, name) {
  const known = readings.filter((reading) => reading[name] !== null);
  if (!known.length) return [null, null];
  const [begin, end] = [known[0].time, known[known.length - 1].time];
  const first = known.filter(({ time }) => time < begin + END_S);
  const last = known.filter(({ time }) => time > end - END_S);
  const apart = end - begin >= 2 * END_S && first.length >= LEAST && last.length >= LEAST;
  return apart ? [mean(column(first, name)), mean(column(last, name))] : [null, mean(column(last, name))];
}

/** The last value that stands for a whole minute. @param {Reading[]} readings @param {string} name */
function latest(readings, name) {
  const whole = column(readings.filter((reading) => !reading.preliminary), name).filter((value) => value !== null);
  return whole[whole.length - 1] ?? null;
}

/** The summary of a stretch, or nothing when nothing was clear. @param {string} sense @param {Reading[]} readings */
export function summary(sense, readings) {
  const heard = clear(readings);
  if (!heard.length) return null;
  const [heart_rate_before, heart_rate_after] = ends(readings, "heart_rate");
  const [breath_rate_before, breath_rate_after] = ends(readings, "breath_rate");
  return {
    sense,
    heard_s: heard.length,
    signal_quality: heart_rate_after === null ? null : mean(column(readings, "signal_quality")),
    heart_rate_before,
    heart_rate_after,
    breath_rate_before,
    breath_rate_after,
    rmssd: latest(readings, "rmssd"),
    swing: latest(readings, "swing"),
  };
}

/** @param {string} sense @param {Point[]} beats @param {(number | string)[][]} samples @returns {Point[]} */
export function points(sense, beats, samples) {
  if (sense === "hand") return samples.map(([time, down]) => [Number(time), 1 - Number(down)]);
  return sense === "belly" ? belly(samples) : beats;
}

/** The axis that moves most, ten times a second. @param {(number | string)[][]} samples @returns {Point[]} */
function belly(samples) {
  const few = samples.filter((_, at) => at % 6 === 0);
  const spread = [1, 2, 3].map((axis) => {
    const values = few.map((sample) => Number(sample[axis]));
    const middle = mean(values) ?? 0;
    return values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  });
  const axis = 1 + spread.indexOf(Math.max(...spread));
  return few.map((sample) => [Number(sample[0]), Number(sample[axis])]);
}

/**
 * The raw signal as a table that `loslaten body` reads, and below it the beats that were found, for a spreadsheet.
 *
 * @param {string} sense @param {(number | string)[][]} samples @param {[number, number | null][]} beats
 */
export function table(sense, samples, beats) {
  const columns = { strap: "time_s,packet", camera: "time_s,r,g,b", belly: "time_s,x,y,z", hand: "time_s,down" }[sense];
  const raw = [columns, ...samples.map((sample) => sample.join(","))];
  const found = ["time_s,nn_interval_ms", ...beats.map(([time, ms]) => `${time},${ms ?? ""}`)];
  return [...raw, ...(beats.length ? ["", ...found] : []), ""].join("\r\n");
}
