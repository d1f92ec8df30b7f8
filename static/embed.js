// The widget asks again each minute and puts the new rows in the place of the old ones, without a
// flash. Without scripts the page itself is loaded again; where neither can be, a sentence that is
// hidden at first says so (embed.css).
(() => {
  const AFTER_MS = 2000;
  const main = document.getElementById("embed");

  async function renew() {
    try {
      const answer = await fetch(location.href);
      if (!answer.ok) { throw new Error(String(answer.status)); }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("embed");
      if (!fresh) { throw new Error("not the widget"); }
      const focused = document.activeElement && document.activeElement.closest("[data-id]");
      main.replaceChildren(...fresh.childNodes);
      if (focused) {
        const again = main.querySelector(`[data-id="${CSS.escape(focused.dataset.id)}"] a`);
        if (again) { again.focus({ preventScroll: true }); }
      }
    } catch {
      const stale = document.getElementById("stale");
      if (stale) { stale.classList.add("shown"); }
    }
  }

  function soon() {
    setTimeout(async () => {
      if (!document.hidden) { await renew(); }
      soon();
    }, 60000 - (Date.now() % 60000) + AFTER_MS);
  }

  document.addEventListener("visibilitychange", () => { if (!document.hidden) { renew(); } });
  soon();
})();
