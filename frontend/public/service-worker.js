// Keeps the page's own files, those of views that were never opened, too. They are asked for from the network first where their name may stay
// the same, and from the cache first where their name changes with their content (assets/).
// What the API says is never kept here: the page keeps its last sky itself, and says how old it is.
/* global importScripts */

// Names what the build made under assets/: another release is another list, and installs anew.
importScripts("./assets.js");

const CACHE = "page-1";
const PAGE = ["./", "./icon.svg", "./manifest.webmanifest"];
const MOST_OTHERS = 80;

self.addEventListener("install", (event) => {
  event.waitUntil(keepAll().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(removeOld().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const folder = new URL("./", self.location.href).pathname;
  const isOurs = url.origin === self.location.origin && url.pathname.startsWith(folder);
  const isApi = url.pathname.startsWith(`${folder}api/`);
  if (request.method !== "GET" || !isOurs || isApi) return;
  const isNamedByContent = url.pathname.startsWith(`${folder}assets/`);
  event.respondWith(isNamedByContent ? cacheFirst(request) : networkFirst(request));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openAircraft(event.notification.data.icao24));
});

async function openAircraft(icao24) {
  const all = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = all.find(({ url }) => url.startsWith(self.registration.scope));
  if (!page) return self.clients.openWindow(`./#icao24=${icao24}`);
  page.postMessage({ icao24 });
  return page.focus();
}

async function keepAll() {
  const cache = await caches.open(CACHE);
  await cache.addAll(PAGE);
  // One after the other: the map is busy with its first skies.
  for (const name of self.ASSETS) if (!(await cache.match(name))) await cache.add(name);
}

async function cacheFirst(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request)) ?? keep(cache, request);
}

async function networkFirst(request) {
  const cache = await caches.open(CACHE);
  try {
    return await keep(cache, request);
  } catch (error) {
    const kept = await cache.match(request, { ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}

async function keep(cache, request) {
  const response = await fetch(request);
  if (response.ok) {
    await cache.put(request, response.clone());
    const current = new Set([...PAGE, ...self.ASSETS].map((name) => new URL(name, self.location.href).href));
    const others = (await cache.keys()).filter(({ url }) => !current.has(url));
    // The oldest are of earlier releases.
    await Promise.all(others.slice(0, -MOST_OTHERS).map((old) => cache.delete(old)));
  }
  return response;
}

async function removeOld() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
}
