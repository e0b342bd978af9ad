// Moves a delivery to another day: by dragging it there, or by keys from its “move” link. Without this file the link
// leads to the form where the hour is typed.
"use strict";

const form = document.querySelector("form[data-moving]");
const said = document.querySelector("[data-moving-said]");
const days = [...document.querySelectorAll("td[data-day]")];
let moved = null;
let target = null;

function drop(row, day) {
  form.action = row.dataset.move;
  form.elements.day.value = day.dataset.day;
  form.elements.version.value = row.dataset.version;
  form.submit();
}

function aim(day) {
  if (target) target.removeAttribute("data-over");
  target = day;
  if (!day) return;
  day.setAttribute("data-over", "");
  day.scrollIntoView({ block: "nearest", inline: "nearest" });
  said.textContent = day.dataset.said;
}

for (const row of document.querySelectorAll("[data-move]")) {
  row.addEventListener("dragstart", (event) => {
    moved = row;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", row.dataset.move);
  });
  row.addEventListener("dragend", () => { moved = null; aim(null); });
}

for (const day of days) {
  day.addEventListener("dragover", (event) => {
    if (!moved) return;
    event.preventDefault();
    aim(day);
  });
  day.addEventListener("drop", (event) => {
    if (!moved) return;
    event.preventDefault();
    drop(moved, day);
  });
}

const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

for (const grip of document.querySelectorAll("[data-grip]")) {
  const row = grip.closest("[data-move]");
  const home = grip.closest("td[data-day]");
  grip.setAttribute("role", "button");
  grip.setAttribute("aria-pressed", "false");
  const let_go = () => { grip.setAttribute("aria-pressed", "false"); aim(null); said.textContent = ""; };
  const press = (event) => {
    event.preventDefault();
    if (grip.getAttribute("aria-pressed") === "false") {
      grip.setAttribute("aria-pressed", "true");
      aim(home);
    } else if (target && target !== home) {
      drop(row, target);
    } else {
      let_go();
    }
  };
  grip.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") { press(event); return; }
    if (grip.getAttribute("aria-pressed") === "false") return;
    if (event.key === "Escape") { event.preventDefault(); let_go(); return; }
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const next = days[days.indexOf(target) + step];
    if (next) aim(next);
  });
  grip.addEventListener("blur", () => { if (grip.getAttribute("aria-pressed") === "true") let_go(); });
}
