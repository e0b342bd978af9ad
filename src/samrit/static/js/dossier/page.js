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
  else if (misfit) tell("misfit", { place: misfit.place, what: figure(misfit[lang]) });
  else tell("unprepared");
}

// What is not there is told by its own sentence in the page (data-unless), so an empty text and 0 stand for "none".
function checkedWords(found) {
  const witnesses = Object.entries(found.witnesses), count = (number) => number && figure(number.toLocaleString("en"));
  return {
    score: found.score === null ? "–" : figure(found.score), code: figure(found.key_result ?? "–"),
    year: figure(found.fiscal_year ?? "–"), origin: found.origin, made: moment(found.made_at), key: found.key,
    entries: count(found.entries) || figure(0), withheld: count(found.withheld),
    evidence: count(found.evidence) || figure(0), closed: count(found.evidence_withheld),
    known: known.value.trim(), kept: published.files.length, checkpoints: count(found.checkpoints),
    stamps: count(found.stamps.length), "stamp-hashes": found.stamps.map(([at, hash]) => `${moment(at)}\n${hash}`).join("\n"),
    witnesses: count(witnesses.length), "witness-keys": witnesses.map(([of, size]) => `${of} (${count(size)})`).join("\n"),
  };
}

// A text with the reader's digits; what has Latin letters in it (a key, a hash, a file's name) stays as it is.
function figure(text) {
  const thai = (run) => run.replace(/\d/g, (digit) => "๐๑๒๓๔๕๖๗๘๙"[digit]);
  return lang === "en" ? String(text) : String(text).replace(/[\w.-]+/g, (run) => (/[a-z_]/i.test(run) ? run : thai(run)));
}

// ๓๐ กันยายน ๒๕๖๘ ๐๘.๓๐ น., 30 September 2025, 08:30: the time in Bangkok; what is no time is shown as it stands.
function moment(text) {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return text;
  const said = (style, options) => new Intl.DateTimeFormat(style, { timeZone: "Asia/Bangkok", ...options }).formatToParts(at);
  const days = said(lang === "en" ? "en-GB" : "th-TH-u-ca-gregory-nu-latn", { day: "numeric", month: "long", year: "numeric" });
  const times = said("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const part = (parts, name) => parts.find((one) => one.type === name).value;
  const [day, month, year] = ["day", "month", "year"].map((name) => part(days, name));
  const [hour, minute] = ["hour", "minute"].map((name) => part(times, name));
  if (lang === "en") return `${day} ${month} ${year}, ${hour}:${minute}`;
  return figure(`${day} ${month} ${Number(year) + 543} ${hour}.${minute} น.`);
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
  for (const row of told.querySelectorAll("[data-when]")) if (!values[row.dataset.when]) row.remove();
  for (const row of told.querySelectorAll("[data-unless]")) if (values[row.dataset.unless]) row.remove();
  said.replaceChildren(told);
  said.focus();
}
