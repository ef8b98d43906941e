"use strict";
// A link into a closed part opens it.
function reveal() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  target.scrollIntoView();
}
addEventListener("hashchange", reveal);
// The contents are closed where they would fill the page.
if (matchMedia("(max-width: 66rem)").matches) document.querySelector("nav details").open = false;
// Tables are sorted by a press on a heading.
const figure = (text) => {
  const found = text.replace("<1", "0.5").replace(">99", "99.5").replace("less than 1", "0.5").match(/[-+]?[\d.]+/);
  return found ? Number(found[0]) : NaN;
};
for (const table of document.querySelectorAll("table")) {
  const body = table.tBodies[0];
  if (!body || body.rows.length < 4) continue;
  table.querySelectorAll("thead th").forEach((head) => {
    const column = head.cellIndex;
    const button = document.createElement("button");
    button.type = "button";
    // In print, where a heading is repeated on every page and a button is not.
    head.dataset.title = head.textContent;
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of table.querySelectorAll("thead th")) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const numeric = head.classList.contains("number");
      const key = (row) => row.cells[column].textContent.trim();
      const order = (a, b) => {
        if (!numeric) return key(a).localeCompare(key(b));
        const [x, y] = [figure(key(a)), figure(key(b))];
        return (Number.isNaN(x) ? -Infinity : x) - (Number.isNaN(y) ? -Infinity : y);
      };
      const rows = [...body.rows].sort((a, b) => (down ? order(b, a) : order(a, b)));
      body.append(...rows);
    });
  });
}
if (location.hash) reveal();
