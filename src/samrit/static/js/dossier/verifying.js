// What a dossier proves, worked out in the browser: nothing of it leaves the machine.
// Counting the work again is left to verify.py; everything else is done here, and what was not is said.

import { Misfit, readContainer } from "./container.js";
import { GENESIS, canonical, entryHash, hasKeys, hex, merkleRoots, sha256, signersOf } from "./ledger.js";
import { outcomeOf } from "./rubric.js";

export { Misfit };

const ALWAYS = ["README.txt", "definition.json", "facts.json", "score.json", "traces.json", "chain.jsonl", "checkpoint.json", "verify.py"];
const COUNTED = ["rule.json", "items.json", "counts.json"];
const MANIFEST = ["schema", "origin", "program", "made_at", "key_result", "fiscal_year", "revision", "counted_at", "score", "files"];
const LINE_FEED = 10;
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

// Checks the bytes of a dossier. `progress(done, of)` is told as the chain is walked. Throws Misfit at the first misfit.
export async function verify(data, progress = () => {}) {
  const files = readContainer(data);
  const { body: manifest, signers: [signer] } = await statement("manifest.json", need(files, "manifest.json"));
  shape(manifest);
  await hashes(manifest, files);
  const entries = await chain(files.get("chain.jsonl"), progress);
  const witnesses = await checkpoint(files.get("checkpoint.json"), entries, manifest, signer);
  const published = await publishedCheckpoints(files, entries, signer);
  const score = scored(files, manifest);
  traced(files, entries);
  return {
    score, key: signer, origin: manifest.origin, madeAt: manifest.made_at, keyResult: manifest.key_result,
    fiscalYear: manifest.fiscal_year, entries: entries.length, withheld: entries.filter((row) => !row.body).length,
    witnesses: { ...published.witnesses, ...Object.fromEntries(witnesses.map((key) => [key, entries.length])) },
    checkpoints: published.held, counted: files.has("items.json"),
  };
}

function need(files, name) {
  if (!files.has(name)) throw new Misfit(name, "the file is missing", "ไม่มีไฟล์นี้");
  return files.get(name);
}

function parsed(place, data) {
  try {
    return JSON.parse(decoder.decode(data));
  } catch {
    throw new Misfit(place, "this is not JSON", "ไม่ใช่ JSON ที่ถูกต้อง");
  }
}

async function statement(place, data) {
  const value = parsed(place, data), signers = await signersOf(value);
  if (signers === null || `${JSON.stringify(value, null, 2)}\n` !== decoder.decode(data)) {
    throw new Misfit(place, "the signature does not hold", "ลายมือชื่ออิเล็กทรอนิกส์ไม่ถูกต้อง");
  }
  return { body: value.body, signers };
}

function shape(manifest) {
  if (!hasKeys(manifest, MANIFEST) || manifest.schema !== "samrit/dossier/1" || !hasKeys(manifest.files, Object.keys(manifest.files ?? {}))) {
    throw new Misfit("manifest.json", "not the manifest of a dossier", "ไม่ใช่บัญชีไฟล์ของแฟ้มหลักฐาน");
  }
}

async function hashes(manifest, files) {
  const stated = manifest.files, listed = Object.keys(stated);
  for (const name of [...listed, ...files.keys()]) {
    if (!files.has(name) || !(Object.hasOwn(stated, name) || name === "manifest.json")) {
      throw new Misfit(name, "the manifest and the zip do not hold the same files", "ไฟล์ในแฟ้มไม่ตรงกับบัญชีไฟล์");
    }
  }
  const counted = COUNTED.some((name) => Object.hasOwn(stated, name)) ? COUNTED : [];
  for (const name of [...ALWAYS, ...counted].sort()) {
    if (!Object.hasOwn(stated, name)) throw new Misfit(name, "the file is missing", "ไม่มีไฟล์นี้");
  }
  for (const name of listed) {
    const content = files.get(name), row = { size: content.length, sha256: hex(await sha256(content)) };
    if (canonical(row) !== canonical(stated[name])) throw new Misfit(name, "the content does not fit the manifest", "เนื้อหาไม่ตรงกับบัญชีไฟล์");
  }
  if ([...files.keys()].join("\n") !== ["manifest.json", ...listed].join("\n")) {
    throw new Misfit("zip", "the files are not in the order of the manifest", "ลำดับไฟล์ไม่ตรงกับบัญชีไฟล์");
  }
}

async function chain(data, progress) {
  if (data.length && data.at(-1) !== LINE_FEED) throw new Misfit("chain.jsonl", "the last line is cut off", "บรรทัดสุดท้ายขาดหาย");
  const lines = decoder.decode(data).split("\n").slice(0, -1), entries = [];
  let previous = GENESIS;
  for (const [at, line] of lines.entries()) {
    const place = `chain.jsonl: line ${at + 1}`, row = entry(place, line);
    if (row.body) {
      if (row.body.sequence !== at + 1) throw new Misfit(place, "an entry is missing, repeated or out of order", "รายการขาด ซ้ำ หรือผิดลำดับ");
      if (await entryHash(previous, row.body) !== row.hash) {
        throw new Misfit(place, "the entry does not follow from the one before", "รายการนี้ไม่ต่อจากรายการก่อนหน้า");
      }
    }
    previous = row.hash;
    entries.push(row);
    if (at % 250 === 0) progress(at, lines.length);
  }
  progress(lines.length, lines.length);
  return entries;
}

function entry(place, line) {
  let row = null;
  try {
    row = JSON.parse(line);
    if (canonical(row) !== line || !/^[0-9a-f]{64}$/.test(row.hash)) row = null;
  } catch {
    row = null;
  }
  if (row === null || !(hasKeys(row, ["hash"]) || (hasKeys(row, ["hash", "body"]) && row.body && typeof row.body === "object"))) {
    throw new Misfit(place, "this is no entry of an audit chain", "ไม่ใช่รายการของสายบันทึก");
  }
  return row;
}

async function checkpoint(data, entries, manifest, signer) {
  const { body, signers } = await statement("checkpoint.json", data);
  const list = entries.map((row) => row.hash), roots = await merkleRoots(list, [list.length]);
  const wanted = {
    schema: "samrit/checkpoint/1", origin: manifest.origin, entries: list.length, head: list.at(-1) ?? GENESIS,
    root: roots.get(list.length), at: manifest.made_at,
  };
  if (canonical(body) !== canonical(wanted)) throw new Misfit("checkpoint.json", "not the checkpoint of this chain", "ไม่ใช่คำรับรองของสายบันทึกนี้");
  if (signers[0] !== signer) throw new Misfit("checkpoint.json", "not signed by who signed the manifest", "ผู้ลงลายมือชื่อไม่ตรงกับบัญชีไฟล์");
  return signers.slice(1);
}

async function publishedCheckpoints(files, entries, signer) {
  const witnesses = {};
  let held = 0;
  if (!files.has("checkpoints.json")) return { witnesses, held };
  const published = parsed("checkpoints.json", files.get("checkpoints.json"));
  const makers = new Set([signer]);
  for (const handover of [...published.handovers].reverse()) {
    const signers = await signersOf(handover), { from, to } = handover.body;
    if (signers?.join() !== [from, to].join()) throw new Misfit("checkpoints.json: handovers", "the signature does not hold", "ลายมือชื่ออิเล็กทรอนิกส์ไม่ถูกต้อง");
    if (makers.has(to)) makers.add(from);
  }
  const list = entries.map((row) => row.hash), roots = await merkleRoots(list, published.checkpoints.map((row) => row.statement.body.entries));
  for (const [at, row] of published.checkpoints.entries()) {
    const place = `checkpoints.json: checkpoints[${at}]`, signers = await signersOf(row.statement), { entries: size, root, head } = row.statement.body;
    if (signers === null) throw new Misfit(place, "the signature does not hold", "ลายมือชื่ออิเล็กทรอนิกส์ไม่ถูกต้อง");
    if (!makers.has(signers[0])) throw new Misfit(place, `signed with another key: ${signers[0]}`, `ลงลายมือชื่อด้วยกุญแจอื่น: ${signers[0]}`);
    if (roots.get(size) !== root || (list[size - 1] ?? GENESIS) !== head) throw new Misfit(place, "not a checkpoint of this chain", "ไม่ใช่คำรับรองของสายบันทึกนี้");
    for (const key of signers.slice(1)) witnesses[key] = Math.max(size, witnesses[key] ?? 0);
    held += 1;
  }
  return { witnesses, held };
}

// The score of the facts, worked out again: it must be the printed one, and the manifest's.
function scored(files, manifest) {
  const definition = parsed("definition.json", files.get("definition.json")), facts = parsed("facts.json", files.get("facts.json"));
  const printed = parsed("score.json", files.get("score.json"));
  const { state, score } = outcomeOf(definition.rubric, facts);
  if (printed.score !== score || printed.state !== state) throw new Misfit("score.json", "scoring the facts gives another result", "เมื่อให้คะแนนใหม่ได้ผลไม่ตรงกัน");
  if (manifest.score !== score) throw new Misfit("manifest.json: score", `scoring the facts gives ${score}`, `เมื่อให้คะแนนใหม่ได้ ${score}`);
  return score;
}

// Every trace leads to an entry of the chain that shows its content, by the role that it names.
function traced(files, entries) {
  const traces = parsed("traces.json", files.get("traces.json"));
  const follow = (place, trace) => {
    if (trace === null || trace === undefined) return;
    const body = entries[trace.entry - 1]?.body;
    if (!body || body.role !== trace.role) throw new Misfit(`traces.json: ${place}`, "the chain tells it otherwise", "ไม่ตรงกับที่สายบันทึกระบุ");
  };
  traces.evidence.forEach((row, at) => {
    if (row.withheld) return;
    follow(`evidence[${at}].added`, row.added);
    follow(`evidence[${at}].judged`, row.judged);
  });
  traces.works.forEach((row, at) => {
    follow(`works[${at}].approved`, row.approved);
    follow(`works[${at}].checked`, row.checked);
  });
  Object.entries(traces.milestones).forEach(([name, trace]) => follow(`milestones.${name}`, trace));
  follow("awareness", traces.awareness);
}
