// The service worker. The server writes FINDER before this text: the edition, and what it is made
// of. One worker keeps one edition in one language, whole, in one cache; it never keeps a page or
// an answer that was asked for with a position.
"use strict";

const CACHE = "finder-" + FINDER.language + "-" + FINDER.edition;
const FILES = new Set(FINDER.files);

// A bad network is given up on after this long; right after that, sooner.
const WAIT_MS = 3000;
const SHORT_WAIT_MS = 300;
const BAD_FOR_MS = 10000;
// How old a forecast may grow while there is a network; mostly the server answers "the same".
const OLD_MS = 15 * 60 * 1000;
let badUntil = 0;

self.addEventListener("install", (event) => {
  event.waitUntil(install().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  // Only a complete cache gets here, so that the older ones can go.
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names
      .filter((name) => name.startsWith("finder-") && name !== CACHE)
      .map((name) => caches.delete(name))))
    .then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) { return; }
  // The pages of staff are never kept, nor what they are made of.
  if (/^\/staff(\/|$)/.test(url.pathname)) { return; }
  // Nothing that is kept may be shown in a frame of another site.
  if (url.pathname === "/embed") { return; }
  const address = url.pathname + url.search;
  if (event.request.mode === "navigate") {
    event.respondWith(page(event, url));
  } else if (FILES.has(address) || url.pathname.startsWith("/static/")) {
    event.respondWith(file(event, address));
  } else if (address === FINDER.forecast || address === FINDER.places) {
    event.respondWith(data(event, address));
  }
});

// --- keeping -------------------------------------------------------------------------------------

// Fetches everything before anything is kept: an edition that changes meanwhile is not half kept.
async function install() {
  const pages = [FINDER.home, FINDER.facility, FINDER.other, FINDER.forecast, FINDER.places];
  const wanted = [
    ...FINDER.files.map((address) => [address, isRightFile]),
    ...pages.map((address) => [address, isOfThisEdition]),
  ];
  const answers = await Promise.all(wanted.map(async ([address, isRight]) => {
    const request = isRight === isRightFile ? address : new Request(address, { cache: "no-cache" });
    const answer = await fetch(request);
    if (!answer.ok || !isRight(answer)) { throw new Error("not this edition: " + address); }
    return [address, answer];
  }));
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(answers.map(([address, answer]) => cache.put(address, answer)));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

// A hashed address is kept for good by its content alone; another file must be of this edition.
function isRightFile(answer) {
  return /immutable/.test(answer.headers.get("Cache-Control") || "") || isOfThisEdition(answer);
}

function isOfThisEdition(answer) {
  return answer.headers.get("Finder-Edition") === FINDER.edition;
}

async function kept(address) {
  return (await caches.open(CACHE)).match(address);
}

async function keep(address, answer) {
  if (answer.ok && isOfThisEdition(answer)) {
    // Copied at once: whoever asked reads the answer itself.
    const copy = answer.clone();
    await (await caches.open(CACHE)).put(address, copy);
  }
}

async function refreshForecast() {
  const held = await kept(FINDER.forecast);
  const madeAt = held ? Date.parse(held.headers.get("Date")) : NaN;
  if (Date.now() - madeAt < OLD_MS) { return; }
  await keep(FINDER.forecast, await fetch(FINDER.forecast, { cache: "no-cache" }));
}

// --- answering -----------------------------------------------------------------------------------

async function page(event, url) {
  // A form is for the network alone.
  const isFacility = url.pathname.startsWith("/facilities/") && !url.pathname.endsWith("/report");
  const fresh = fetch(event.request).then(async (answer) => {
    // What a gateway says while the finder itself is away.
    if (answer.status >= 502 && answer.status <= 504 && !isOfAnyEdition(answer)) {
      throw new Error(String(answer.status));
    }
    if (url.pathname + url.search === FINDER.home) { event.waitUntil(keep(FINDER.home, answer)); }
    event.waitUntil(refreshForecast().catch(() => {}));
    return answer;
  });
  event.waitUntil(fresh.catch(() => {}));
  try {
    // Other pages have nothing kept that could take their place while they are slow.
    return await (url.pathname === "/" || isFacility ? soon(fresh) : fresh);
  } catch (error) {
    const instead = url.pathname === "/" ? FINDER.home : isFacility ? FINDER.facility : FINDER.other;
    const held = await kept(instead);
    if (!held) { return fresh; }
    return marked(held);
  }
}

// Under another hash, or none, a file comes from the network first and from this edition last.
async function file(event, address) {
  const held = await kept(address);
  if (held) { return held; }
  try {
    return await fetch(event.request);
  } catch (error) {
    const instead = await (await caches.open(CACHE)).match(address, { ignoreSearch: true });
    if (!instead) { throw error; }
    return instead;
  }
}

async function data(event, address) {
  const fresh = fetch(event.request).then((answer) => {
    // A hotel's login page is an answer too, but not the finder's.
    if (!isOfAnyEdition(answer)) { throw new Error("not the finder"); }
    event.waitUntil(keep(address, answer));
    return answer;
  });
  event.waitUntil(fresh.catch(() => {}));
  try {
    return await soon(fresh);
  } catch (error) {
    const held = await kept(address);
    return held ? old(held) : fresh;
  }
}

// A kept answer says so: its date is no clock to go by.
function old(held) {
  const headers = new Headers(held.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) { headers.delete(name); }
  headers.set("Finder-Kept", "1");
  return new Response(held.body, { headers: headers });
}

function isOfAnyEdition(answer) {
  return answer.headers.has("Finder-Edition");
}

function soon(fresh) {
  const waitMs = Date.now() < badUntil ? SHORT_WAIT_MS : WAIT_MS;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      badUntil = Date.now() + BAD_FOR_MS;
      reject(new Error("no answer in time"));
    }, waitMs);
    fresh.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

// A page from the cache says so before its first script runs.
async function marked(held) {
  const text = await held.text();
  const headers = new Headers(held.headers);
  for (const name of ["Content-Encoding", "Content-Length", "ETag"]) { headers.delete(name); }
  return new Response(text.replace("<html ", '<html data-offline="1" '), { headers: headers });
}
