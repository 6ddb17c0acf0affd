/* The puzzle that a voter's device solves where a vote is open to everybody: numbers that make the SHA-256 of
   "seed:place:number" begin with so many zero bits. Here, since the browser's own digest is only to be waited for, and slow
   for millions of short texts. One block of 64 bytes is enough: a text has at most 55. */

const K = new Uint32Array(64);
const START = new Uint32Array(8);
{
  // The first 32 bits of the fractional parts of the cube (square) roots of the first 64 (8) primes.
  const part = (root: number): number => Math.floor((root - Math.floor(root)) * 2 ** 32);
  let found = 0;
  for (let n = 2; found < 64; n++) {
    let prime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false;
    if (!prime) continue;
    if (found < 8) START[found] = part(Math.sqrt(n));
    K[found++] = part(Math.cbrt(n));
  }
}
const W = new Uint32Array(64);

/** The first 32 bits of the SHA-256 of the block in W[0..15], as a number from 0 on. */
function firstWord(): number {
  for (let i = 16; i < 64; i++) {
    const a = W[i - 15]!;
    const b = W[i - 2]!;
    const s0 = ((a >>> 7) | (a << 25)) ^ ((a >>> 18) | (a << 14)) ^ (a >>> 3);
    const s1 = ((b >>> 17) | (b << 15)) ^ ((b >>> 19) | (b << 13)) ^ (b >>> 10);
    W[i] = (W[i - 16]! + s0 + W[i - 7]! + s1) | 0;
  }
  let [a, b, c, d] = [START[0]!, START[1]!, START[2]!, START[3]!];
  let [e, f, g, h] = [START[4]!, START[5]!, START[6]!, START[7]!];
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i]! + W[i]!) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  return (START[0]! + a) >>> 0;
}

/** The first 32 bits of the SHA-256 of a text of at most 55 plain signs. */
export function digestOf(text: string): number {
  W.fill(0, 0, 16);
  for (let i = 0; i < text.length; i++) W[i >> 2]! |= text.charCodeAt(i) << (24 - 8 * (i & 3));
  W[text.length >> 2]! |= 0x80 << (24 - 8 * (text.length & 3));
  W[15] = text.length * 8;
  return firstWord();
}

/** The least number that solves one place, `bits` from 1 to 31. */
export function solve(seed: string, place: number, bits: number): number {
  const start = `${seed}:${place}:`;
  for (let number = 0; ; number++) if (digestOf(start + number) >>> (32 - bits) === 0) return number;
}
