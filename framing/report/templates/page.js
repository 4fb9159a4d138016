// Comfort only: filters, keys, the pair picker, both passages in view. Everything reads without it.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  const all = (selector) => [...document.querySelectorAll(selector)];
  const findings = all(".finding");
  for (const target of all(".finding, .line")) target.tabIndex = -1;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";

  // Filters
  const form = document.getElementById("filters");
  const shown = document.getElementById("shown");
  function filter() {
    const lens = form.lens.value, level = Number(form.level.value), outlet = form.outlet.value;
    let count = 0;
    for (const finding of findings) {
      const data = finding.dataset;
      const keep = (!lens || data.lens === lens) && Number(data.level) >= level &&
        (!outlet || data.outlets.split(" ").includes(outlet));
      finding.classList.toggle("gone", !keep);
      count += keep;
    }
    const narrowed = lens || level > 1 || outlet;
    for (const box of all(".rest")) box.open = Boolean(narrowed);
    for (const section of all(".lens")) {
      section.classList.toggle("gone", Boolean(lens) && !section.querySelector(".finding:not(.gone)"));
    }
    if (shown) shown.textContent = shown.dataset.text.replace("{shown}", count).replace("{total}", findings.length);
  }
  if (form) {
    form.addEventListener("change", filter);
    form.addEventListener("reset", () => setTimeout(filter));
    filter();
  }

  // Pair picker: one pair at a time
  const pick = document.getElementById("pick");
  const pairs = all(".onepair");
  function choose(id) {
    for (const pair of pairs) {
      pair.classList.toggle("gone", pair.id !== id);
      pair.open = pair.id === id;
    }
    if (pick) pick.value = id;
  }
  if (pick) {
    pick.addEventListener("change", () => choose(pick.value));
    choose(pick.value);
  }

  // Permalinks open what they stand in, even where a filter hides it
  function reveal() {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (!target) return;
    if (target.classList.contains("gone") && form) form.reset();
    const pair = target.closest(".onepair");
    if (pair && pick) choose(pair.id);
    for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    if (target.matches(".finding, .line")) target.focus({ preventScroll: true });
    target.scrollIntoView({ block: target.matches(".finding, .line") ? "center" : "start" });
  }
  addEventListener("hashchange", reveal);
  reveal();

  // Both passages of a finding into view, side by side
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.both");
    if (!link) return;
    event.preventDefault();
    for (const line of all(".line.lit")) line.classList.remove("lit");
    const lines = [link.hash.slice(1), link.dataset.b].map((id) => document.getElementById(id)).filter(Boolean);
    document.getElementById("texts").scrollIntoView();
    for (const line of lines) {
      line.classList.add("lit");
      const box = line.closest(".body");
      if (box && box.scrollHeight > box.clientHeight + 4) {
        box.scrollTo({ top: line.offsetTop - box.offsetTop - box.clientHeight / 3, behavior: calm });
      } else if (line === lines[0]) line.scrollIntoView({ block: "center" });
    }
    if (lines[0]) lines[0].focus({ preventScroll: true });
    history.replaceState(null, "", link.hash);
  });
  for (const box of all(".text .body")) if (box.scrollHeight > box.clientHeight + 4) box.tabIndex = 0;

  // Keys
  const help = document.getElementById("help");
  function step(by) {
    const open = findings.filter((finding) => finding.offsetParent !== null);
    if (!open.length) return;
    const at = open.indexOf(document.activeElement.closest(".finding"));
    const next = open[at < 0 ? (by > 0 ? 0 : open.length - 1) : (at + by + open.length) % open.length];
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "center", behavior: calm });
    history.replaceState(null, "", `#${next.id}`);
  }
  const keys = {
    j: () => step(1),
    k: () => step(-1),
    "/": () => { if (form) { form.scrollIntoView({ block: "center" }); form.lens.focus(); } },
    t: () => document.getElementById("texts").scrollIntoView(),
    "?": () => help.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    if (event.target.closest("input, select, textarea")) return;
    if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
  });

  // Which section is being read
  const links = new Map(all(".sections a").map((a) => [a.hash.slice(1), a]));
  const watch = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      for (const a of links.values()) a.removeAttribute("aria-current");
      const a = links.get(entry.target.id);
      if (a) a.setAttribute("aria-current", "true");
    }
  }, { rootMargin: "-20% 0px -75% 0px" });
  for (const section of all("main > section")) watch.observe(section);
})();
