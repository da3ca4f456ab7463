// Sending what waits on this device: one thing at a time, by one tab at a time, again and again until the server has it.

const PATIENCE_MS = 20_000;
const PAUSES_S = [5, 15, 60, 300];

/**
 * Send one thing. Only our own answer counts: a disk may be full, or a hotel's sign-in page may stand in between.
 * @param {string} address
 * @param {[string, string][]} fields
 * @returns {Promise<{ status: number, ok: boolean, told: any } | null>} null when nobody answered
 */
export async function deliver(address, fields) {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const { token } = await (await fetch(address, { cache: "no-store", signal })).json();
    const body = new URLSearchParams(fields);
    const response = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token }, signal });
    return { status: response.status, ok: response.ok, told: await response.json() };
  } catch {
    return null;
  }
}

/**
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} act
 * @returns {Promise<T>}
 */
export async function oneTab(name, act) {
  return navigator.locks ? navigator.locks.request(name, act) : act();
}

/**
 * Send when this page opens, when there is a network again, and now and then.
 * @param {() => unknown[]} waiting
 * @param {() => Promise<void>} send
 * @returns {() => Promise<void>} send once more, now
 */
export function keepTrying(waiting, send) {
  let tries = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const attempt = async () => {
    clearTimeout(timer);
    if (!waiting().length) return;
    await send();
    if (!waiting().length) return;
    timer = setTimeout(attempt, PAUSES_S[Math.min(tries++, PAUSES_S.length - 1)] * 1000);
  };
  addEventListener("online", attempt);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && attempt());
  attempt();
  return attempt;
}
