// Comfort only: keys, scrolling to the marked words, time spent, taking a selection. All decisions work without it.
(() => {
  "use strict";
  const typing = (node) => node instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName);
  let opened = performance.now();

  function ready() {
    opened = performance.now();
    for (const mark of document.querySelectorAll("mark")) {
      const box = mark.closest(".text");
      if (box) box.scrollTop = Math.max(0, mark.offsetTop - box.offsetTop - box.clientHeight / 3);
    }
    for (const form of document.querySelectorAll("form.decide")) {
      form.addEventListener("submit", () => {
        form.elements.namedItem("seconds").value = ((performance.now() - opened) / 1000).toFixed(1);
      });
    }
  }

  // A selection's edges in UTF-16 units of the article's text: every run carries the offset it starts at.
  function offset(node, inside) {
    const run = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest("[data-start]");
    return run ? Number(run.dataset.start) + (node.nodeType === Node.TEXT_NODE ? inside : 0) : null;
  }

  function take(letter) {
    const selection = window.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    const column = range.startContainer.parentElement?.closest(`[data-side="${letter}"]`);
    if (!column || !column.contains(range.endContainer)) return;
    const start = offset(range.startContainer, range.startOffset);
    const end = offset(range.endContainer, range.endOffset);
    const form = document.querySelector("form.addform");
    if (start === null || end === null || !form) return;
    form.closest("details").open = true;
    form.elements.namedItem(`${letter}_start`).value = start;
    form.elements.namedItem(`${letter}_end`).value = end;
    form.querySelector(`output[data-for="${letter}"]`).textContent = `“${String(selection)}”`;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && typing(event.target)) return event.target.blur();
    if (typing(event.target)) return;
    if (event.key === "?") return void window.location.assign("/help");
    if (event.key === "c") {
      event.preventDefault();
      return document.getElementById("comment")?.focus();
    }
    if (event.key === "a" || event.key === "b") return take(event.key);
    const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]:not([disabled])`);
    if (target) {
      event.preventDefault();
      target.click();
    }
  });
  ready();
})();
