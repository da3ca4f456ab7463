// The shell of this house on the device: static files, help, and the short round without a network.
// The server writes `const SHELL = {version, files}` above this line.
// Pages of a person never come in here, and what a person sends never passes through here.

const CACHE = `loslaten-${SHELL.version}`;
const LANGUAGE = new URL(location.href).searchParams.get("language") ?? "";
const HELP = "/help/";
const OFFLINE = "/offline/";
const PAGES = [HELP, OFFLINE, "/manifest.webmanifest"];
const PATIENCE_MS = 5000;
// What a proxy says when the house behind it is closed; our own 503 page is better than the shell.
const NOBODY_HOME = [502, 504];

addEventListener("install", (event) => event.waitUntil(fill().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(tidy().then(() => clients.claim())));
addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (SHELL.files.includes(url.pathname) || url.pathname === PAGES[2]) event.respondWith(fromDevice(request, url));
  else if (request.mode === "navigate") event.respondWith(visit(request, url));
});

/** Pages first: when a new release comes in between, their files are gone and the old shell stays whole. */
async function fill() {
  const cache = await caches.open(CACHE);
  await Promise.all(PAGES.map(async (path) => cache.put(path, await page(path))));
  await cache.addAll(SHELL.files);
}

/** A page as this person would see it, in their language. */
async function page(path) {
  const headers = LANGUAGE ? { "Accept-Language": LANGUAGE } : {};
  const response = await fetch(path, { credentials: "same-origin", cache: "no-store", headers });
  if (!response.ok || response.redirected) throw new Error(`${path} could not be kept: ${response.status}`);
  return response;
}

async function tidy() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("loslaten-") && name !== CACHE).map((name) => caches.delete(name)));
}

async function kept(path) {
  return (await caches.open(CACHE)).match(path);
}

async function fromDevice(request, url) {
  return (await kept(url.pathname)) ?? fetch(request);
}

/** The network first; when it does not answer, the page that is kept here. */
async function visit(request, url) {
  const shell = await kept(url.pathname === HELP ? HELP : OFFLINE);
  const network = fetch(request);
  if (!shell) return network;
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  try {
    const response = await Promise.race([network, late]);
    if (!response) {
      network.catch(() => {}); // it may still fail, with nobody waiting
      return shell;
    }
    const failed = url.pathname === HELP ? response.status >= 500 : NOBODY_HOME.includes(response.status);
    return failed ? shell : response;
  } catch {
    return shell;
  }
}
