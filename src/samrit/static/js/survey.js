/* A little work for the browser before the answers are sent, which a machine that sends thousands would feel.
   Without this script the answers are taken too. */
"use strict";
{
  const K = [], H0 = [];
  for (let n = 2; K.length < 64; n++) {
    let prime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) { prime = false; break; }
    if (!prime) continue;
    const part = (root) => ((root - Math.floor(root)) * 4294967296) | 0;
    if (H0.length < 8) H0.push(part(Math.sqrt(n)));
    K.push(part(Math.cbrt(n)));
  }
  /* The first word of SHA-256 of a short ASCII text (one block). */
  const firstWord = (text) => {
    const w = new Int32Array(64);
    for (let i = 0; i < text.length; i++) w[i >> 2] |= text.charCodeAt(i) << (24 - 8 * (i & 3));
    w[text.length >> 2] |= 0x80 << (24 - 8 * (text.length & 3));
    w[15] = text.length * 8;
    const turn = (x, n) => (x >>> n) | (x << (32 - n));
    for (let i = 16; i < 64; i++) {
      const a = w[i - 15], b = w[i - 2];
      w[i] = (w[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + w[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10))) | 0;
    }
    let [a, b, c, d, e, f, g, h] = H0;
    for (let i = 0; i < 64; i++) {
      const t = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
      const u = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + t) | 0; d = c; c = b; b = a; a = (t + u) | 0;
    }
    return (a + H0[0]) >>> 0;
  };
  const form = document.querySelector("form[data-work]");
  const bits = 13;
  if (form) {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: "work" });
    form.append(field);
    let nonce = 0;
    const some = () => {
      for (let tries = 0; tries < 500; tries++, nonce++) {
        if (firstWord(`${form.dataset.work}:${nonce}`) >>> (32 - bits) === 0) { field.value = String(nonce); return; }
      }
      setTimeout(some);
    };
    some();
  }
}
