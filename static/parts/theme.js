/* Runs before the page is drawn: the person's own choice of light or dark, kept on this device. */
(function () {
  try {
    const chosen = localStorage.getItem("theme");
    if (chosen === "dark" || chosen === "light") document.documentElement.dataset.theme = chosen;
  } catch {
    // A browser that keeps nothing for this site shows the page in its own default.
  }
})();
