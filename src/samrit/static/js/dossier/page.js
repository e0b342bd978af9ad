// The page that checks a dossier: takes the file that is dropped or chosen, and tells the result in words.

import { Misfit, verify } from "./verifying.js";

const lang = document.documentElement.lang === "en" ? "en" : "th";
const input = document.getElementById("dossier"), area = document.getElementById("drop");
const said = document.getElementById("said"), bar = document.getElementById("progress");
const known = document.getElementById("known-key");
const LARGEST = 1_000_000_000;

input.addEventListener("change", () => input.files[0] && check(input.files[0]));
area.addEventListener("dragover", (event) => {
  event.preventDefault();
  area.classList.add("over");
});
area.addEventListener("dragleave", () => area.classList.remove("over"));
area.addEventListener("drop", (event) => {
  event.preventDefault();
  area.classList.remove("over");
  if (event.dataTransfer.files[0]) check(event.dataTransfer.files[0]);
});

async function check(file) {
  said.replaceChildren();
  bar.hidden = false;
  bar.removeAttribute("value");
  try {
    if (!crypto.subtle) throw new Misfit(file.name, "this page needs https to check anything", "หน้านี้ต้องเปิดผ่าน https จึงจะตรวจได้");
    if (file.size > LARGEST) throw new Misfit(file.name, "too large for a browser; use verify.py", "ไฟล์ใหญ่เกินกว่าที่เบราว์เซอร์ตรวจได้ โปรดใช้ verify.py");
    const found = await verify(new Uint8Array(await file.arrayBuffer()), (done, of) => {
      bar.max = of;
      bar.value = done;
    });
    const key = known.value.trim().toLowerCase();
    if (key && key !== found.key) throw new Misfit("manifest.json", `signed with another key: ${found.key}`, `ลงลายมือชื่อด้วยกุญแจอื่น: ${found.key}`);
    shown(file, found);
  } catch (error) {
    failed(file, error instanceof Misfit ? error : new Misfit(file.name, "not a whole dossier", "ไม่ใช่แฟ้มหลักฐานที่สมบูรณ์"));
  }
  bar.hidden = true;
  said.focus();
}

function shown(file, found) {
  const template = document.getElementById("fits").content.cloneNode(true);
  const values = {
    file: file.name, score: found.score ?? "–", entries: `${found.entries} (${found.withheld})`, origin: found.origin, key: found.key,
    kr: `${found.keyResult ?? "–"} / ${found.fiscalYear ?? "–"}`, made: found.madeAt, checkpoints: String(found.checkpoints),
    witnesses: Object.entries(found.witnesses).map(([key, size]) => `${key} (${size})`).join("\n") || "–",
  };
  for (const [name, value] of Object.entries(values)) template.querySelector(`[data-said="${name}"]`).textContent = value;
  template.querySelector("[data-uncounted]").hidden = !found.counted;
  said.append(template);
}

function failed(file, misfit) {
  const template = document.getElementById("misfit").content.cloneNode(true);
  template.querySelector('[data-said="file"]').textContent = file.name;
  template.querySelector('[data-said="place"]').textContent = misfit.place;
  template.querySelector('[data-said="what"]').textContent = misfit.what[lang];
  said.append(template);
}
