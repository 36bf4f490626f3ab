// Keeps the page's own files. They are asked for from the network first where their name may stay
// the same, and from the cache first where their name changes with their content (assets/).
// What the API says is never kept here: the page keeps its last sky itself, and says how old it is.
const CACHE = "page-1";
const MOST_FILES = 120;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(["./", "./icon.svg", "./manifest.webmanifest"]))
      .then(() => self.skipWaiting()),
  );
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
    const files = await cache.keys();
    // The oldest are of earlier releases.
    await Promise.all(files.slice(0, Math.max(0, files.length - MOST_FILES)).map((old) => cache.delete(old)));
  }
  return response;
}

async function removeOld() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
}
