// Keeps the shell of the page, so that it opens without a network and says itself that RenderAPI is away. Answers of
// RenderAPI are never kept: what they said a minute ago is worth nothing, and they are somebody's.
const version = '@version';
const files = ['@files'];
const shell = ['@shell'];
const cacheName = `renderonline-shell-${version}`;

self.addEventListener('install', (event) => {
  // The other files come when a page needs them, and stay then.
  event.waitUntil(caches.open(cacheName).then((cache) => cache.addAll(['/', ...shell])));
  // A request that a page sends as it is left is lost when it comes through here first: that takes longer than the page
  // has. Where the browser can, those to RenderAPI go past us.
  if ('addRoutes' in event) {
    const urlPattern = new self.URLPattern({ pathname: '/renderapi/*' });
    event.waitUntil(event.addRoutes({ condition: { urlPattern }, source: 'network' }));
  }
  void self.skipWaiting();
});

self.addEventListener('activate', (event) => {
  event.waitUntil(removeOldShells().then(() => self.clients.claim()));
});

async function removeOldShells() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith('renderonline-shell-') && name !== cacheName);
  await Promise.all(old.map((name) => caches.delete(name)));
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (files.includes(pathname)) event.respondWith(kept(request));
  else if (request.mode === 'navigate' && isOfShell(pathname)) event.respondWith(newestPage(request));
});

function isOfShell(pathname) {
  return !/^\/(?:renderapi|docs|hpc)(?:\/|$)/.test(pathname);
}

/** Its name changes with its content, so the first answer stays right. */
async function kept(request) {
  const cache = await caches.open(cacheName);
  const found = await cache.match(request);
  if (found !== undefined) return found;
  const response = await fetch(request);
  if (response.ok) await cache.put(request, response.clone());
  return response;
}

async function newestPage(request) {
  const cache = await caches.open(cacheName);
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put('/', response.clone());
    return response;
  } catch (error) {
    const found = await cache.match('/');
    if (found === undefined) throw error;
    return found;
  }
}
