// The page that checks a dossier: takes the file that is dropped or chosen, has it checked, and tells the result in words.

const lang = document.documentElement.lang === "en" ? "en" : "th";
const part = (id) => document.getElementById(id);
const input = part("dossier"), area = part("drop"), said = part("said"), known = part("known-key"), published = part("published");
const LARGEST = 1_000_000_000;
const worker = new Worker(new URL("./checker.js", import.meta.url), { type: "module" });
let asked = 0, dossier = null;

for (const field of [input, known, published]) field.addEventListener("change", () => check(input.files[0] ?? dossier));
// A file that is dropped beside the frame is taken as well: the browser would leave the page for it.
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  area.classList.add("over");
});
document.addEventListener("dragleave", (event) => event.relatedTarget ?? area.classList.remove("over"));
document.addEventListener("drop", (event) => {
  event.preventDefault();
  area.classList.remove("over");
  input.value = "";
  check(event.dataTransfer.files[0]);
});
worker.addEventListener("message", ({ data }) => data.number === asked && heard(data));
worker.addEventListener("error", () => asked && tell("unprepared"));

async function check(file) {
  if (!file) return;
  dossier = file;
  asked += 1;
  const number = asked, key = known.value.trim().toLowerCase() || undefined;
  said.replaceChildren();
  busy("preparing");
  if (key && !/^[0-9a-f]{64}$/.test(key)) {
    tell("bad-key");
    return;
  }
  if (file.size > LARGEST) {
    tell("large");
    return;
  }
  const bytes = async (one) => one && new Uint8Array(await one.arrayBuffer());
  const [content, list] = await Promise.all([file, published.files[0]].map(bytes));
  worker.postMessage({ number, program: area.dataset.program, dossier: content, key, published: list });
}

function heard({ phase, checked, misfit }) {
  if (phase) busy(phase);
  else if (checked) tell("fits", checkedWords(checked));
  else if (misfit) tell("misfit", { place: misfit.place, what: misfit[lang] });
  else tell("unprepared");
}

function checkedWords(found) {
  const rows = (pairs) => pairs.join("\n") || "–";
  return {
    score: found.score ?? "–", entries: `${found.entries} (${found.withheld})`, origin: found.origin, key: found.key,
    evidence: `${found.evidence} (${found.evidence_withheld})`, kr: `${found.key_result ?? "–"} / ${found.fiscal_year ?? "–"}`,
    made: found.made_at, checkpoints: String(found.checkpoints), stamps: rows(found.stamps),
    witnesses: rows(Object.entries(found.witnesses).map(([key, size]) => `${key} (${size})`)),
  };
}

// Which of the two things it is busy with; null for none.
function busy(phase) {
  for (const row of part("busy").querySelectorAll("[data-phase]")) row.hidden = row.dataset.phase !== phase;
  part("busy").hidden = phase === null;
}

function tell(template, values = {}) {
  busy(null);
  const told = part(template).content.cloneNode(true);
  for (const [name, value] of Object.entries({ file: dossier.name, ...values })) {
    const place = told.querySelector(`[data-said="${name}"]`);
    if (place) place.textContent = value;
  }
  said.replaceChildren(told);
  said.focus();
}
