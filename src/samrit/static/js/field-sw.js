/* Serves the enumerator's page where there is no network. What is kept, the page itself puts into the cache. */
"use strict";
const CACHE = "samrit-field-1";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const kept = async (request) => (await caches.open(CACHE)).match(request, { ignoreVary: true });

/* The network first, for the newest page; after a few seconds, or where it fails or wants a sign-in, the kept one. */
const page = async (request) => {
  const own = await kept(request);
  try {
    const answer = await fetch(request, { signal: own ? AbortSignal.timeout(5000) : undefined });
    if (own && (!answer.ok || answer.redirected || answer.type === "opaqueredirect")) return own;
    return answer;
  } catch (error) {
    if (own) return own;
    throw error;
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else event.respondWith(kept(request).then((own) => own || fetch(request)));
});
