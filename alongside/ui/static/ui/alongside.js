// Small courtesies; every page works without them. Loaded with `defer`, no inline script anywhere.
(() => {
  const typing = (at) => at && (at.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(at.tagName));

  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !typing(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const find = document.querySelector(".top .find input") || document.querySelector("main input[type=search]");
      if (find && find.offsetParent) { event.preventDefault(); find.focus(); find.select(); }
    }
    if (event.key === "Escape") {
      const open = event.target.closest && event.target.closest("details.menu[open]");
      if (open) { open.open = false; open.querySelector("summary").focus(); }
    }
  });

  // One menu at a time, and none left standing open.
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });

  // A form is sent once; the server would notice a second time anyway, this only spares the wait.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    form.querySelectorAll("button.button").forEach((button) => button.setAttribute("aria-disabled", "true"));
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll("button[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  }));

  // What was refused is read first.
  const refusals = document.querySelector("[data-refusals]");
  if (refusals && !refusals.closest("[data-still]")) refusals.focus();

  // A choice that only asks for another view of the same list is followed at once.
  document.addEventListener("change", (event) => { if (event.target.matches("[data-follows]")) event.target.form.requestSubmit(); });

  document.querySelectorAll(".drop").forEach((drop) => {
    ["dragenter", "dragover"].forEach((name) => drop.addEventListener(name, () => drop.classList.add("over")));
    ["dragleave", "drop"].forEach((name) => drop.addEventListener(name, () => drop.classList.remove("over")));
  });
  document.querySelectorAll("[data-prints]").forEach((button) => { button.hidden = false; button.addEventListener("click", () => print()); });
})();
