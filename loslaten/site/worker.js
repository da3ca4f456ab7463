// The shell of this house on the device: static files, help, and the short round and a moment without a network.
// The server writes `const SHELL = {version, files}` above this line.
// Pages of a person never come in here, and what a person sends never passes through here.

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const CACHE = `loslaten-${SHELL.version}`;
const LANGUAGE = new URL(worker.location.href).searchParams.get("language") ?? "";
const HELP = "/help/";
const OFFLINE = "/offline/";
const MOMENT = "/moment/offline/";
const MANIFEST = "/manifest.webmanifest";
const PATIENCE_MS = 5000;
// What a proxy says when the house behind it is closed; our own 503 page is better than the shell.
const NOBODY_HOME = [502, 504];

worker.addEventListener("install", (event) => event.waitUntil(fill().then(() => worker.skipWaiting())));
worker.addEventListener("activate", (event) => event.waitUntil(tidy().then(() => worker.clients.claim())));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== worker.location.origin) return;
  if (SHELL.files.includes(pathname) || pathname === MANIFEST) event.respondWith(fromDevice(request, pathname));
  else if (request.mode === "navigate") event.respondWith(visit(request, pathname));
});

/** Pages first: when a new release comes in between, their files are gone and the old shell stays whole. */
async function fill() {
  const cache = await caches.open(CACHE);
  await Promise.all([HELP, OFFLINE, MOMENT, MANIFEST].map(async (path) => cache.put(path, await page(path))));
  await cache.addAll(SHELL.files);
}

/**
 * A page as this person would see it, in their language.
 * @param {string} path
 */
async function page(path) {
  const headers = new Headers(LANGUAGE ? { "Accept-Language": LANGUAGE } : undefined);
  const response = await fetch(path, { credentials: "same-origin", cache: "no-store", headers });
  if (!response.ok || response.redirected) throw new Error(`${path} could not be kept: ${response.status}`);
  return response;
}

/** Let go of the shells of other releases and other languages. */
async function tidy() {
  const others = (await caches.keys()).filter((name) => name.startsWith("loslaten-") && name !== CACHE);
  await Promise.all(others.map((name) => caches.delete(name)));
}

/** @param {string} path */
async function kept(path) {
  return (await caches.open(CACHE)).match(path);
}

/**
 * @param {Request} request
 * @param {string} path
 */
async function fromDevice(request, path) {
  return (await kept(path)) ?? fetch(request);
}

/**
 * The page that is kept here in place of another.
 * @param {string} path
 */
function instead(path) {
  if (path === HELP) return HELP;
  return path.startsWith("/moment/") ? MOMENT : OFFLINE;
}

/**
 * The network first; when it does not answer, the page that is kept here.
 * @param {Request} request
 * @param {string} path
 */
async function visit(request, path) {
  const network = fetch(request);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  network.catch(() => {}); // it may fail later, with nobody waiting
  const response = await Promise.race([network, late]).catch(() => null);
  const failed = !response || (path === HELP ? response.status >= 500 : NOBODY_HOME.includes(response.status));
  return (failed && (await kept(instead(path)))) || response || network;
}
