// Starts the service worker, and says on every page when it is shown without a network.
"use strict";

(function () {
  const words = document.currentScript.dataset;
  const root = document.documentElement;
  const isFromCache = root.dataset.offline === "1";
  // A kept page is that of the address without its question.
  if (new URLSearchParams(location.search).get("elder") === "1") { root.dataset.elder = "1"; }

  function line() {
    let box = document.getElementById("offline-status");
    if (!box) {
      box = document.createElement("p");
      box.id = "offline-status";
      box.className = "notice";
      box.setAttribute("role", "status");
      document.getElementById("main").prepend(box);
    }
    box.hidden = false;
    return box;
  }

  function beijing(text) {
    const day = { year: "numeric", month: "2-digit", day: "2-digit" };
    const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    // Sweden writes dates as ISO 8601 does.
    return new Date(text).toLocaleString("sv-SE", { timeZone: "Asia/Shanghai", ...day, ...clock });
  }

  function say() {
    root.dataset.offline = "1";
    const box = line();
    fetch(words.forecast)
      // When the server last said that this is how things are.
      .then((answer) => words.said.replace("{when}", beijing(answer.headers.get("Date"))))
      .catch(() => words.bare)
      .then((text) => { if (root.dataset.offline) { box.textContent = text; } });
  }

  if (isFromCache || navigator.onLine === false) { say(); }
  window.addEventListener("offline", say);
  window.addEventListener("online", () => {
    // A page from the cache stays one until it is loaded again.
    if (isFromCache) { return; }
    delete root.dataset.offline;
    const box = document.getElementById("offline-status");
    if (box) { box.hidden = true; }
  });

  if (words.worker && "serviceWorker" in navigator) {
    window.addEventListener("load", () => {
      navigator.serviceWorker.register(words.worker).catch(() => {
        // Without a worker the pages need the network, as they did before.
      });
    });
  }
})();
