/** The button of a page for paper; without a script the browser's own menu prints it. */

document.getElementById("print")?.addEventListener("click", () => print());
