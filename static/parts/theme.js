/* Runs before the page is drawn: light or dark as the person chose it on this device, until then as the system has it; and
   how close the rows of lists stand.
   Whatever is marked data-theme-switch, and the event of that name, turns it over, on this page and on all others that are open. */
(function () {
  const root = document.documentElement;

  function show() {
    try {
      const kept = localStorage.getItem("theme");
      if (kept === "dark" || kept === "light") root.dataset.theme = kept;
      const density = localStorage.getItem("density");
      if (density) root.dataset.density = density;
    } catch {
      // A browser that keeps nothing for this site shows the page in its own default.
    }
  }

  function isDark() {
    const { theme } = root.dataset;
    return theme === "dark" || (theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  }

  show();
  addEventListener("storage", show);
  addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-theme-switch]")) button.removeAttribute("hidden");
  });
  addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("[data-theme-switch]")) turn();
  });
  addEventListener("theme-switch", turn);

  function turn() {
    root.dataset.theme = isDark() ? "light" : "dark";
    try {
      localStorage.setItem("theme", root.dataset.theme);
    } catch {
      // The choice then lasts as long as the page.
    }
  }
})();
