/** The button that copies the address of a question's page. Without a script it is not there: the code is written down. */

const button = /** @type {HTMLButtonElement} */ (document.getElementById("copy"));
const said = /** @type {HTMLElement} */ (document.getElementById("copied"));
const { address = "", copied = "", failed = "" } = button.dataset;

/** Over plain http, and inside another site's page, a browser has no clipboard of its own. */
function copyTheOldWay() {
  const area = document.createElement("textarea");
  area.value = address;
  area.className = "trap"; // out of sight
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  button.focus();
  return done;
}

button.hidden = false;
button.addEventListener("click", async () => {
  let done = true;
  try {
    await navigator.clipboard.writeText(address);
  } catch {
    done = copyTheOldWay();
  }
  said.textContent = done ? copied : failed;
  said.hidden = false;
});
