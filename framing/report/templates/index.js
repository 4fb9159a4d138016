// Comfort only: the table can be read and followed without it.
(() => {
  "use strict";
  document.documentElement.classList.add("js");
  const form = document.getElementById("search");
  if (!form) return;
  const rows = [...document.querySelectorAll(".events tbody tr")].map((row) => [row, row.textContent.toLowerCase()]);
  const shown = document.getElementById("shown");
  function search() {
    const words = form.q.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const [row, text] of rows) {
      const keep = words.every((word) => text.includes(word));
      row.classList.toggle("gone", !keep);
      count += keep;
    }
    shown.textContent = shown.dataset.text.replace("{shown}", count).replace("{total}", rows.length);
  }
  form.addEventListener("input", search);
  form.addEventListener("submit", (event) => event.preventDefault());
  search();
})();
