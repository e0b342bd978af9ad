/* The point of a picture that every crop keeps: chosen on the picture by pointer or arrow keys, with the crops as
   readers get them. The two fields of percents hold the values; without scripts they are typed there. */
"use strict";

for (const tool of document.querySelectorAll("[data-focus]")) {
  const field = (axis) => document.getElementById(`id_focus_${axis}`);
  const stage = tool.querySelector("[data-stage]"), shown = tool.querySelector("canvas"), mark = tool.querySelector("[data-mark]");
  const said = tool.querySelector("[data-said]"), crops = tool.querySelectorAll("[data-crop]"), words = tool.dataset.words;
  const chosen = document.querySelector("input[type=file]");
  let image = null;

  const digits = (text) => text.replace(/[๐-๙]/g, (sign) => "๐๑๒๓๔๕๖๗๘๙".indexOf(sign));
  const within = (value, most = 100) => Math.min(most, Math.max(0, value));
  const at = (axis) => {
    const value = Number(digits(field(axis).value.trim() || "50"));
    return Number.isFinite(value) ? within(Math.round(value)) : 50;
  };

  /* Where a crop begins: cards stand around the point, pictures of pages are moved by tens of percent (site.css). */
  const begin = (whole, part, percent, around) =>
    around ? within((whole * percent) / 100 - part / 2, whole - part) : ((whole - part) * Math.round(percent / 10)) / 10;

  const draw = () => {
    const x = at("x"), y = at("y");
    mark.style.left = `${x}%`;
    mark.style.top = `${y}%`;
    const text = words.replace("{x}", x).replace("{y}", y);
    mark.setAttribute("aria-label", text);
    said.textContent = document.documentElement.lang === "th" ? text.replace(/\d/g, (sign) => "๐๑๒๓๔๕๖๗๘๙"[sign]) : text;
    if (!image) return;
    for (const crop of crops) {
      const scale = Math.max(crop.width / image.width, crop.height / image.height);
      const wide = crop.width / scale, high = crop.height / scale, around = crop.dataset.crop === "around";
      const left = begin(image.width, wide, x, around), top = begin(image.height, high, y, around);
      crop.getContext("2d").drawImage(image, left, top, wide, high, 0, 0, crop.width, crop.height);
    }
  };

  const take = async (source) => {
    try { image = await createImageBitmap(source); } catch { image = null; }
    tool.hidden = !image;
    if (!image) return;
    const scale = Math.min(1, 960 / image.width);
    shown.width = Math.max(1, Math.round(image.width * scale));
    shown.height = Math.max(1, Math.round(image.height * scale));
    shown.getContext("2d").drawImage(image, 0, 0, shown.width, shown.height);
    draw();
  };

  const put = (x, y) => {
    field("x").value = within(Math.round(x));
    field("y").value = within(Math.round(y));
    field("x").dispatchEvent(new Event("input", { bubbles: true }));
  };

  const pointed = (event) => {
    const box = shown.getBoundingClientRect();
    put(((event.clientX - box.left) / box.width) * 100, ((event.clientY - box.top) / box.height) * 100);
  };
  stage.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    mark.focus({ preventScroll: true });
    stage.setPointerCapture(event.pointerId);
    pointed(event);
  });
  stage.addEventListener("pointermove", (event) => stage.hasPointerCapture(event.pointerId) && pointed(event));

  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  mark.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const far = event.shiftKey ? 10 : 1;
    put(at("x") + step[0] * far, at("y") + step[1] * far);
  });
  for (const axis of ["x", "y"]) field(axis).addEventListener("input", draw);

  if (chosen) chosen.addEventListener("change", () => (chosen.files[0] ? take(chosen.files[0]) : (tool.hidden = true)));
  const kept = tool.querySelector("img");
  if (kept) kept.decode().then(() => take(kept), () => {});
}
