import { createHash } from 'node:crypto';

/** Up to here, bytes, the sum is made here. */
const MAX_SHORT_BYTES = 2 * 1024;
/** So many of them. Whoever asks more often is better off with `node:crypto`. */
const MAX_COMPUTED = 4;

let computed = 0;

/**
 * SHA-256 of bytes, in hexadecimal. The first short ones are computed here: to load `node:crypto` takes a fresh process 2 to
 * 5 ms, and the only function that most workers ever check is a few hundred bytes.
 */
export function sha256(bytes: Uint8Array): string {
  const isShort = bytes.byteLength <= MAX_SHORT_BYTES;
  if (isShort && computed++ < MAX_COMPUTED) return computeSha256(bytes);
  return createHash('sha256').update(bytes).digest('hex');
}

/** FIPS 180-4, section 6.2. */
export function computeSha256(bytes: Uint8Array): string {
  const message = padded(bytes);
  const schedule = new Int32Array(64);
  const state = Int32Array.of(...initialState);
  for (let offset = 0; offset < message.byteLength; offset += 64) {
    compress(state, schedule, message, offset);
  }
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

/** The message, a one bit, zeros, and its length in bits: a multiple of 64 bytes (section 5.1.1). */
function padded(bytes: Uint8Array): DataView {
  const blocks = Math.ceil((bytes.byteLength + 9) / 64);
  const message = new Uint8Array(blocks * 64);
  message.set(bytes);
  message[bytes.byteLength] = 0x80;
  const view = new DataView(message.buffer);
  view.setUint32(message.byteLength - 4, bytes.byteLength * 8);
  return view;
}

/** Takes one block in. Written out, because it runs once or twice, in an interpreter to which each call is dear. */
function compress(state: Int32Array, w: Int32Array, message: DataView, offset: number): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let t = 0; t < 64; t++) {
    if (t < 16) w[t] = message.getInt32(offset + t * 4);
    else {
      const x = w[t - 15] ?? 0;
      const y = w[t - 2] ?? 0;
      const early = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const late = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      w[t] = (w[t - 16] ?? 0) + early + (w[t - 7] ?? 0) + late;
    }
    const turnedE = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const first = h + turnedE + ((e & f) ^ (~e & g)) + (roundConstants[t] ?? 0) + (w[t] ?? 0);
    const turnedA = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const second = turnedA + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  state.set([a, b, c, d, e, f, g, h].map((value, index) => value + (state[index] ?? 0)));
}

/** The first 32 bits of the fractional parts of the square roots of the first 8 primes. */
const initialState = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
];

/** The same of the cube roots of the first 64. */
const roundConstants = Int32Array.of(
  0x428a2f98,
  0x71374491,
  0xb5c0fbcf,
  0xe9b5dba5,
  0x3956c25b,
  0x59f111f1,
  0x923f82a4,
  0xab1c5ed5,
  0xd807aa98,
  0x12835b01,
  0x243185be,
  0x550c7dc3,
  0x72be5d74,
  0x80deb1fe,
  0x9bdc06a7,
  0xc19bf174,
  0xe49b69c1,
  0xefbe4786,
  0x0fc19dc6,
  0x240ca1cc,
  0x2de92c6f,
  0x4a7484aa,
  0x5cb0a9dc,
  0x76f988da,
  0x983e5152,
  0xa831c66d,
  0xb00327c8,
  0xbf597fc7,
  0xc6e00bf3,
  0xd5a79147,
  0x06ca6351,
  0x14292967,
  0x27b70a85,
  0x2e1b2138,
  0x4d2c6dfc,
  0x53380d13,
  0x650a7354,
  0x766a0abb,
  0x81c2c92e,
  0x92722c85,
  0xa2bfe8a1,
  0xa81a664b,
  0xc24b8b70,
  0xc76c51a3,
  0xd192e819,
  0xd6990624,
  0xf40e3585,
  0x106aa070,
  0x19a4c116,
  0x1e376c08,
  0x2748774c,
  0x34b0bcb5,
  0x391c0cb3,
  0x4ed8aa4a,
  0x5b9cca4f,
  0x682e6ff3,
  0x748f82ee,
  0x78a5636f,
  0x84c87814,
  0x8cc70208,
  0x90befffa,
  0xa4506ceb,
  0xbef9a3f7,
  0xc67178f2,
);
