// Share and print: both need a script, so both buttons are hidden without one.
(() => {
  const share = document.getElementById("share");
  const print = document.getElementById("print");
  const status = document.getElementById("share-status");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
  if (!share || !(navigator.share || navigator.clipboard)) return;
  share.hidden = false;
  share.addEventListener("click", async () => {
    const url = location.href.split("#")[0];
    if (navigator.share) {
      try {
        await navigator.share({ title: share.dataset.title, url });
        return;
      } catch (error) {
        // Whoever closes the sheet does not want the address either.
        if (error.name === "AbortError") return;
      }
    }
    try {
      await navigator.clipboard.writeText(url);
      status.textContent = share.dataset.copied;
    } catch {
      status.textContent = share.dataset.failed;
    }
  });
})();
