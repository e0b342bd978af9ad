/* What pages gain where scripts run. Everything works without them. */
"use strict";

document.documentElement.classList.add("js");

/* The menu folds on small screens. */
for (const button of document.querySelectorAll("[data-menu]")) {
  const menu = document.getElementById(button.dataset.menu);
  const fold = (closed) => {
    button.setAttribute("aria-expanded", String(!closed));
    menu.toggleAttribute("data-closed", closed);
  };
  fold(true);
  button.addEventListener("click", () => fold(button.getAttribute("aria-expanded") === "true"));
}

/* A page that says something went wrong, or well, begins there. */
const first = document.querySelector("[data-first]");
if (first) first.focus();

/* Files may be dropped where they can be chosen. */
for (const area of document.querySelectorAll("[data-drop]")) {
  const input = area.querySelector("input[type=file]");
  const said = area.querySelector("[data-chosen]");
  const over = (event) => { event.preventDefault(); area.toggleAttribute("data-over", true); };
  const left = () => area.removeAttribute("data-over");
  const name = () => { if (said) said.textContent = [...input.files].map((file) => file.name).join(", "); };
  area.addEventListener("dragover", over);
  area.addEventListener("dragleave", left);
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    left();
    if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; name(); }
  });
  input.addEventListener("change", name);
}

/* What stands in a field can be copied at one press; without scripts the field is selected and copied by hand. */
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  if (!field || !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    const said = button.querySelector("[data-copied]");
    if (said) said.textContent = button.dataset.done;
  });
}

/* What was kept is let go once something was saved, and when the person leaves. */
const forget = () => {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith("samrit:")) sessionStorage.removeItem(name);
};
if (document.querySelector("[data-saved]")) forget();
for (const form of document.querySelectorAll("form[data-leave]")) form.addEventListener("submit", forget);

/* Nothing typed is lost: forms that ask for it keep their text in this browser until they are sent and accepted. */
for (const form of document.querySelectorAll("form[data-keep]")) {
  const key = `samrit:${location.pathname}:${form.dataset.keep}`;
  const fields = () => [...form.elements].filter((field) => field.name && field.matches("textarea, input[type=text]"));
  const note = form.querySelector("[data-kept]");
  const stored = sessionStorage.getItem(key);
  if (stored && note) {
    const kept = JSON.parse(stored);
    if (fields().some((field) => field.name in kept && kept[field.name] !== field.value)) {
      note.hidden = false;
      note.querySelector("button").addEventListener("click", () => {
        for (const field of fields()) if (field.name in kept) field.value = kept[field.name];
        note.hidden = true;
      });
    }
  }
  let dirty = false;
  form.addEventListener("input", () => {
    dirty = true;
    sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(fields().map((field) => [field.name, field.value]))));
  });
  form.addEventListener("submit", () => { dirty = false; });
  addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
}

/* A button that was pressed once is not pressed twice. */
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button || button.dataset.again !== undefined) return;
  setTimeout(() => { button.disabled = true; });
  addEventListener("pageshow", () => { button.disabled = false; }, { once: true });
});

/* Filters answer when they are changed. */
for (const form of document.querySelectorAll("form[data-auto]")) {
  form.addEventListener("change", () => form.requestSubmit());
}
