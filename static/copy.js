// A button that copies what has to be copied; without this script it can be selected by hand.
(() => {
  const button = document.getElementById("copy");
  const text = document.getElementById("snippet");
  const status = document.getElementById("copy-status");
  text.addEventListener("focus", () => text.select());
  if (!navigator.clipboard) { return; }
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.value);
      status.textContent = button.dataset.copied;
    } catch {
      status.textContent = button.dataset.failed;
    }
  });
})();
