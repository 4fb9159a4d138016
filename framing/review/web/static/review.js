// Comfort only: keys, the marked words in view, time spent, taking selections. Every basic decision works without it.
(() => {
  "use strict";
  const typing = (node) => node instanceof HTMLElement && node.matches("input:not([type=checkbox]), textarea, select");
  const other = { a: "b", b: "a" };
  let opened = performance.now();
  let picks = {};
  let cursor = null; // marking by keyboard: { side, words, from, to }

  const column = (side) => document.querySelector(`[data-side="${side}"]`);
  const tray = () => document.querySelector("form.tray");

  // The marked words a third down in each text.
  function center() {
    for (const box of document.querySelectorAll(".side .text")) {
      const mark = box.querySelector("mark.item") || box.querySelector("mark");
      if (mark) box.scrollTop += mark.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
    }
  }

  function ready() {
    opened = performance.now();
    picks = {};
    cursor = null;
    paint();
    for (const box of document.querySelectorAll("details[data-remember]")) {
      box.open = sessionStorage.getItem(`open-${box.dataset.remember}`) === "yes";
      box.addEventListener("toggle", () => sessionStorage.setItem(`open-${box.dataset.remember}`, box.open ? "yes" : "no"));
      box.addEventListener("toggle", center);
    }
    center();
    const form = document.querySelector("form.decide");
    // What was typed is forgotten only once a page shows that the server went on from it.
    const sent = sessionStorage.getItem("sent");
    const refused = document.querySelector("[data-unsaved]");
    if (sent && !refused && form?.dataset.item !== sent) sessionStorage.removeItem(`comment-${sent}`);
    if (refused || form?.dataset.item !== sent) sessionStorage.removeItem("sent");
    if (!form) return;
    const comment = form.elements.namedItem("comment");
    const kept = sessionStorage.getItem(`comment-${form.dataset.item}`);
    if (kept !== null && !comment.value) comment.value = kept;
    comment.addEventListener("input", () => sessionStorage.setItem(`comment-${form.dataset.item}`, comment.value));
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form.decide")) return;
    form.elements.namedItem("seconds").value = ((performance.now() - opened) / 1000).toFixed(1);
    sessionStorage.setItem("sent", form.dataset.item);
  }, true);

  // Offsets in UTF-16 units of the article's text: every run carries the offset it starts at.
  function edge(node, inside) {
    if (node.nodeType !== Node.TEXT_NODE) {
      const child = node.childNodes[Math.min(inside, node.childNodes.length - 1)];
      const run = child && (child.dataset?.start !== undefined ? child : child.querySelector?.("[data-start]"));
      const near = run || node.closest?.("[data-start]") || node.querySelector?.("[data-start]");
      return near ? Number(near.dataset.start) + (inside >= node.childNodes.length ? near.textContent.length : 0) : null;
    }
    const run = node.parentElement?.closest("[data-start]");
    if (run) return Number(run.dataset.start) + inside;
    const before = node.previousElementSibling?.querySelectorAll?.("[data-start]");
    const last = before?.[before.length - 1];
    return last ? Number(last.dataset.start) + last.textContent.length : null;
  }

  // The DOM range of a stretch of an article's text.
  function rangeOf(side, start, end) {
    const range = document.createRange();
    let begun = false;
    for (const run of column(side).querySelectorAll(".text [data-start]")) {
      const at = Number(run.dataset.start);
      const node = run.firstChild;
      if (!node) continue;
      const stop = at + node.data.length;
      if (!begun && start < stop) {
        range.setStart(node, Math.max(0, start - at));
        begun = true;
      }
      if (begun && end <= stop) {
        range.setEnd(node, Math.max(0, end - at));
        return range;
      }
    }
    return null;
  }

  function take(side, start, end, words) {
    if (start === null || end === null || start >= end) return;
    picks[side] = { start, end, words };
    paint();
  }

  function drop() {
    picks = {};
    cursor = null;
    window.getSelection()?.removeAllRanges();
    paint();
  }

  function paint() {
    const form = tray();
    if (!form) return;
    form.hidden = !(picks.a || picks.b || cursor);
    for (const side of ["a", "b"]) {
      const pick = cursor?.side === side ? span() : picks[side];
      const box = form.querySelector(`output[data-for="${side}"]`);
      box.textContent = pick ? `“${pick.words.length > 160 ? `${pick.words.slice(0, 150)}…` : pick.words}”` : `mark words ${side === "a" ? "left" : "right"}`;
      box.classList.toggle("empty", !pick);
      form.elements.namedItem(`${side}_start`).value = picks[side]?.start ?? "";
      form.elements.namedItem(`${side}_end`).value = picks[side]?.end ?? "";
      const range = pick && rangeOf(side, pick.start, pick.end);
      if (window.CSS?.highlights) {
        if (range) CSS.highlights.set(`pick-${side}`, new Highlight(range));
        else CSS.highlights.delete(`pick-${side}`);
      }
      if (cursor?.side === side && range) {
        const text = column(side).querySelector(".text");
        const seen = range.getBoundingClientRect();
        const frame = text.getBoundingClientRect();
        if (seen.top < frame.top || seen.bottom > frame.bottom) text.scrollTop += seen.top - frame.top - frame.height / 3;
      }
    }
    for (const button of form.querySelectorAll("button.add")) button.disabled = !(picks.a && picks.b);
  }

  document.addEventListener("pointerup", (event) => {
    if (!event.target.closest?.(".side")) return;
    setTimeout(() => {
      const selection = window.getSelection();
      if (!selection || selection.isCollapsed || !selection.rangeCount) return;
      const range = selection.getRangeAt(0);
      const side = range.startContainer.parentElement?.closest("[data-side]")?.dataset.side;
      if (!side || !column(side).contains(range.endContainer)) return;
      take(side, edge(range.startContainer, range.startOffset), edge(range.endContainer, range.endOffset), String(selection).trim());
    });
  });

  // Marking by keyboard.
  function wordsOf(side) {
    const words = [];
    column(side).querySelectorAll(".text .line").forEach((line, passage) => {
      for (const run of line.querySelectorAll("[data-start]")) {
        for (const found of run.textContent.matchAll(/\S+/gu)) {
          const start = Number(run.dataset.start) + found.index;
          const last = words[words.length - 1];
          // A word that a marking cuts in two is one word.
          if (last && last.end === start && last.passage === passage) {
            last.end += found[0].length;
            last.text += found[0];
          } else words.push({ start, end: start + found[0].length, text: found[0], passage });
        }
      }
    });
    return words;
  }

  function begin(side) {
    const words = wordsOf(side);
    if (!words.length) return;
    const marked = column(side).querySelector("mark.item, mark");
    const first = marked ? words.findIndex((word) => word.end > Number(marked.dataset.start)) : 0;
    cursor = { side, words, from: Math.max(0, first), to: Math.max(0, first) };
    column(side).querySelector(".text").focus({ preventScroll: true });
    paint();
  }

  function span() {
    const [low, high] = [Math.min(cursor.from, cursor.to), Math.max(cursor.from, cursor.to)];
    const words = cursor.words.slice(low, high + 1);
    return { start: words[0].start, end: words[words.length - 1].end, words: words.map((word) => word.text).join(" ") };
  }

  function move(event) {
    const { words } = cursor;
    const bound = (place) => Math.min(words.length - 1, Math.max(0, place));
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      cursor.to = bound(cursor.to + (event.key === "ArrowRight" ? 1 : -1));
      if (!event.shiftKey) cursor.from = cursor.to;
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      const here = words[cursor.to].passage;
      const wanted = event.shiftKey && cursor.from === cursor.to ? here : here + (event.key === "ArrowDown" ? 1 : -1);
      const first = words.findIndex((word) => word.passage === wanted);
      if (first < 0) return;
      let last = first;
      while (words[last + 1]?.passage === wanted) last += 1;
      if (event.shiftKey) {
        if (cursor.from === cursor.to) cursor.from = first;
        cursor.to = last;
      } else cursor.from = cursor.to = first;
    } else return;
    event.preventDefault();
    paint();
  }

  function confirm() {
    const { side } = cursor;
    const pick = span();
    cursor = null;
    picks[side] = pick;
    if (!picks[other[side]]) return begin(other[side]);
    paint();
    tray().querySelector("select, button.add")?.focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") {
      if (typing(event.target)) event.target.blur();
      else drop();
      return;
    }
    if (typing(event.target)) {
      if (event.key === "Enter" && event.target.matches("form.decide input")) {
        event.preventDefault();
        event.target.blur();
      }
      return;
    }
    if (cursor) {
      if (event.key === "Enter") {
        event.preventDefault();
        return confirm();
      }
      if (event.key.startsWith("Arrow")) return move(event);
    }
    if (event.key === "m" && tray()) {
      event.preventDefault();
      return begin("a");
    }
    if (event.key === "c") {
      const comment = document.getElementById("comment");
      if (!comment) return;
      event.preventDefault();
      return comment.focus();
    }
    if (event.repeat) return;
    const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]:not([disabled])`);
    if (target) {
      event.preventDefault();
      target.click();
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-drop]")) drop();
  });
  document.addEventListener("htmx:afterSettle", () => {
    ready();
    document.getElementById("main")?.focus({ preventScroll: true });
  });
  for (const failure of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, () => {
      const note = document.getElementById("silent");
      if (note) note.hidden = false;
    });
  }
  window.addEventListener("resize", center);
  ready();
})();
