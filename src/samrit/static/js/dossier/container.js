// The zip of a dossier: stored files, written in one way only, as samrit/core/dossier/container.py reads it.

export class Misfit extends Error {
  // The first thing that does not fit: `place` names the file and the place in it.
  constructor(place, en, th) {
    super(`${place}: ${en}`);
    this.place = place;
    this.what = { en, th };
  }
}

const LOCAL = 0x04034b50, CENTRAL = 0x02014b50, END = 0x06054b50;
const VERSION = 20, FLAGS = 0x0800, DATE = 0x0021, PLAIN_FILE = 0o100644 * 65536;
const NAME = /^(?!.*(?:^|\/)\.{0,2}(?:\/|$))[\p{L}\p{N}\p{M}_./ -]+$/u;

const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

export function crc32(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) value = CRC[(value ^ byte) & 255] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

// The files of the zip by name, in their order. Throws Misfit at the first byte that our program would not have written.
export function readContainer(data) {
  const files = new Map();
  const entries = [];
  let at = 0;
  while (data.length - at >= 30 && u32(data, at) === LOCAL) {
    const entry = fileAt(data, at, files);
    entries.push(entry);
    files.set(entry.name, entry.content);
    at = entry.end;
  }
  if (files.size === 0) throw new Misfit("zip", "this is not a dossier's zip", "ไฟล์นี้ไม่ใช่ไฟล์ zip ของแฟ้มหลักฐาน");
  const wanted = directory(entries, at);
  const rest = data.subarray(at);
  const different = firstDifference(rest, wanted);
  if (different !== null) {
    throw new Misfit(`zip: byte ${at + different}`, "the zip's list of files does not fit the files before it",
      "สารบัญของไฟล์ zip ไม่ตรงกับไฟล์ที่อยู่ข้างใน");
  }
  return files;
}

function fileAt(data, at, files) {
  const size = u32(data, at + 18), start = at + 30 + u16(data, at + 26) + u16(data, at + 28);
  let name;
  try {
    name = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data.subarray(at + 30, at + 30 + u16(data, at + 26)));
  } catch {
    throw broken(`zip: byte ${at}`);
  }
  if (!NAME.test(name)) throw broken(`zip: byte ${at}`);
  if (files.has(name)) throw new Misfit(name, "the file is there twice", "มีไฟล์นี้ซ้ำสองไฟล์");
  const content = data.subarray(start, start + size);
  const entry = { name, packed: new TextEncoder().encode(name), content, crc: crc32(content), at, end: start + size };
  const header = local(entry);
  if (content.length !== size || start !== at + header.length || firstDifference(data.subarray(at, start), header) !== null) {
    throw broken(name);
  }
  return entry;
}

function broken(place) {
  return new Misfit(place, "the file is damaged or was changed", "ไฟล์ชำรุดหรือถูกแก้ไข");
}

function local(entry) {
  return bytes([[LOCAL, 4], ...common(entry), [entry.packed.length, 2], [0, 2]], entry.packed);
}

function common(entry) {
  return [[VERSION, 2], [FLAGS, 2], [0, 2], [0, 2], [DATE, 2], [entry.crc, 4], [entry.content.length, 4], [entry.content.length, 4]];
}

function directory(entries, at) {
  const parts = entries.map((entry) => bytes(
    [[CENTRAL, 4], [(3 << 8) | VERSION, 2], ...common(entry), [entry.packed.length, 2], [0, 2], [0, 2], [0, 2], [0, 2],
      [PLAIN_FILE, 4], [entry.at, 4]], entry.packed));
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  const count = entries.length;
  return joined([...parts, bytes([[END, 4], [0, 2], [0, 2], [count, 2], [count, 2], [size, 4], [at, 4], [0, 2]])]);
}

function bytes(numbers, text = new Uint8Array()) {
  const made = [];
  for (const [value, size] of numbers) for (let byte = 0; byte < size; byte += 1) made.push(Math.floor(value / 256 ** byte) % 256);
  return joined([Uint8Array.from(made), text]);
}

export function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function firstDifference(one, other) {
  const shorter = Math.min(one.length, other.length);
  for (let at = 0; at < shorter; at += 1) if (one[at] !== other[at]) return at;
  return one.length === other.length ? null : shorter;
}

const u16 = (data, at) => data[at] | (data[at + 1] << 8);
const u32 = (data, at) => (u16(data, at) | (u16(data, at + 2) << 16)) >>> 0;
