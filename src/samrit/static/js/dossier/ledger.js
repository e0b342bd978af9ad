// Hashes, canonical JSON (RFC 8785 without fractions), Merkle roots (RFC 6962) and signatures, as samrit/core/ledger has them.

import { joined } from "./container.js";

const encoder = new TextEncoder();

export async function sha256(data) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", data));
}

export function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function unhex(text) {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

// Canonical text. Throws for numbers that are not exact integers: our documents hold decimal strings.
export function canonical(value) {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") {
    if (!Number.isInteger(value) || Math.abs(value) > 2 ** 53) throw new Error("not an exact integer");
    return String(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const pairs = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${pairs.join(",")}}`;
}

export async function entryHash(previous, body) {
  return hex(await sha256(encoder.encode(`${previous}\n${canonical(body)}`)));
}

export const GENESIS = "0".repeat(64);

// The Merkle roots over the first so many hashes, for each of `sizes`, in one pass.
export async function merkleRoots(hashes, sizes) {
  const wanted = new Set(sizes), roots = new Map();
  if (wanted.has(0)) roots.set(0, hex(await sha256(new Uint8Array())));
  const peaks = [];
  for (const [place, value] of hashes.entries()) {
    let size = 1, node = await sha256(joined([Uint8Array.of(0), unhex(value)]));
    while (peaks.length && peaks.at(-1).size === size) {
      node = await above(peaks.pop().node, node);
      size *= 2;
    }
    peaks.push({ size, node });
    if (wanted.has(place + 1)) {
      let root = node;
      for (const peak of peaks.slice(0, -1).reverse()) root = await above(peak.node, root);
      roots.set(place + 1, hex(root));
    }
  }
  return roots;
}

function above(left, right) {
  return sha256(joined([Uint8Array.of(1), left, right]));
}

// The keys whose signatures under a statement hold, in their order; null where one does not or it is no statement.
export async function signersOf(statement) {
  if (!hasKeys(statement, ["body", "signatures"])) return null;
  const rows = statement.signatures;
  const good = Array.isArray(rows) && rows.length && rows.every((row) => hasKeys(row, ["key", "signature"])
    && /^[0-9a-f]{64}$/.test(row.key) && /^[0-9a-f]{128}$/.test(row.signature));
  if (!good) return null;
  let message;
  try {
    message = encoder.encode(canonical(statement.body));
  } catch {
    return null;
  }
  for (const row of rows) if (!await isSigned(unhex(row.key), message, unhex(row.signature))) return null;
  return rows.map((row) => row.key);
}

export function hasKeys(value, names) {
  return value !== null && typeof value === "object" && !Array.isArray(value)
    && Object.keys(value).sort().join() === [...names].sort().join();
}

// --- Ed25519, after RFC 8032: by the browser where it can, else by the few lines below ---

export async function isSigned(key, message, signature) {
  try {
    const known = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
    return await crypto.subtle.verify({ name: "Ed25519" }, known, signature, message);
  } catch (error) {
    if (error.name !== "NotSupportedError") return false;
    return isSignedByHand(key, message, signature);
  }
}

const P = 2n ** 255n - 19n, ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = (number, by = P) => ((number % by) + by) % by;

function power(base, exponent) {
  let result = 1n;
  for (let square = mod(base), left = exponent; left > 0n; left >>= 1n, square = square * square % P) {
    if (left & 1n) result = result * square % P;
  }
  return result;
}

const D = mod(-121665n * power(121666n, P - 2n)), ROOT_OF_MINUS_ONE = power(2n, (P - 1n) / 4n);

export async function isSignedByHand(key, message, signature) {
  const point = decoded(key), commitment = decoded(signature.subarray(0, 32));
  const scalar = little(signature.subarray(32));
  if (point === null || commitment === null || scalar >= ORDER) return false;
  const digest = await crypto.subtle.digest("SHA-512", joined([signature.subarray(0, 32), key, message]));
  const challenge = little(new Uint8Array(digest)) % ORDER;
  return same(times(scalar, BASE), sum(commitment, times(challenge, point)));
}

function little(bytes) {
  return bytes.reduceRight((number, byte) => number * 256n + BigInt(byte), 0n);
}

function sum([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = mod((y1 - x1) * (y2 - x2)), b = mod((y1 + x1) * (y2 + x2));
  const c = mod(2n * t1 * t2 * D), d = mod(2n * z1 * z2);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function times(scalar, point) {
  let result = [0n, 1n, 1n, 0n];
  for (let left = scalar, power2 = point; left > 0n; left >>= 1n, power2 = sum(power2, power2)) {
    if (left & 1n) result = sum(result, power2);
  }
  return result;
}

function same([x1, y1, z1], [x2, y2, z2]) {
  return mod(x1 * z2 - x2 * z1) === 0n && mod(y1 * z2 - y2 * z1) === 0n;
}

function decoded(bytes) {
  const number = little(bytes), sign = number >> 255n, y = number & (2n ** 255n - 1n);
  if (y >= P) return null;
  const x = xOf(y, sign);
  return x === null ? null : [x, y, 1n, mod(x * y)];
}

function xOf(y, sign) {
  const square = mod((y * y - 1n) * power(D * y * y + 1n, P - 2n));
  if (square === 0n) return sign ? null : 0n;
  let x = power(square, (P + 3n) / 8n);
  if (mod(x * x - square) !== 0n) x = mod(x * ROOT_OF_MINUS_ONE);
  if (mod(x * x - square) !== 0n) return null;
  return (x & 1n) === sign ? x : P - x;
}

const BASE_Y = mod(4n * power(5n, P - 2n)), BASE_X = xOf(BASE_Y, 0n);
const BASE = [BASE_X, BASE_Y, 1n, mod(BASE_X * BASE_Y)];
