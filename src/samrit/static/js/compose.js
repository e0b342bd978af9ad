// Holds what is typed against the channel's limits while it is typed; without this file the page does so when it is
// saved. Nothing is kept by asking.
"use strict";

const place = document.querySelector("[data-check]");
const form = document.querySelector("form[data-keep]");
const shown = place && place.querySelector("[data-checked]");
let waiting = 0;
let asked = 0;

async function look() {
  const number = ++asked;
  const answer = await fetch(place.dataset.check, { method: "POST", body: new FormData(form) }).catch(() => null);
  if (!answer || !answer.ok || number !== asked) return;
  shown.innerHTML = await answer.text();
}

if (place && form) {
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 600);
  });
}
