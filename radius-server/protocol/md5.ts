/**
 * MD5 (RFC 1321), because RADIUS over UDP is built on it and node:crypto costs three to seven times as much for
 * packets of this size. One digest is made at a time: `begin` or `resume`, any number of `add`, then `finish`, all in
 * one synchronous run.
 */
const words = new Int32Array(16);
const state = new Int32Array(4);
const block = new Uint8Array(64);
let filled = 0;
let total = 0;

/** A digest in the making, after whole blocks of 64 octets. */
export type Midstate = Int32Array;

const load = (octets: Uint8Array, from: number): void => {
  for (let word = 0, at = from; word < 16; word += 1, at += 4) {
    words[word] = octets[at]! | (octets[at + 1]! << 8) | (octets[at + 2]! << 16) | (octets[at + 3]! << 24);
  }
};

// biome-ignore format: RFC 1321 section 3.4, one of the 64 steps a line
const compress = (): void => {
  let a = state[0]!, b = state[1]!, c = state[2]!, d = state[3]!;
  a = (a + (((c ^ d) & b) ^ d) + words[0]! - 680876936) | 0; a = (((a << 7) | (a >>> 25)) + b) | 0;
  d = (d + (((b ^ c) & a) ^ c) + words[1]! - 389564586) | 0; d = (((d << 12) | (d >>> 20)) + a) | 0;
  c = (c + (((a ^ b) & d) ^ b) + words[2]! + 606105819) | 0; c = (((c << 17) | (c >>> 15)) + d) | 0;
  b = (b + (((d ^ a) & c) ^ a) + words[3]! - 1044525330) | 0; b = (((b << 22) | (b >>> 10)) + c) | 0;
  a = (a + (((c ^ d) & b) ^ d) + words[4]! - 176418897) | 0; a = (((a << 7) | (a >>> 25)) + b) | 0;
  d = (d + (((b ^ c) & a) ^ c) + words[5]! + 1200080426) | 0; d = (((d << 12) | (d >>> 20)) + a) | 0;
  c = (c + (((a ^ b) & d) ^ b) + words[6]! - 1473231341) | 0; c = (((c << 17) | (c >>> 15)) + d) | 0;
  b = (b + (((d ^ a) & c) ^ a) + words[7]! - 45705983) | 0; b = (((b << 22) | (b >>> 10)) + c) | 0;
  a = (a + (((c ^ d) & b) ^ d) + words[8]! + 1770035416) | 0; a = (((a << 7) | (a >>> 25)) + b) | 0;
  d = (d + (((b ^ c) & a) ^ c) + words[9]! - 1958414417) | 0; d = (((d << 12) | (d >>> 20)) + a) | 0;
  c = (c + (((a ^ b) & d) ^ b) + words[10]! - 42063) | 0; c = (((c << 17) | (c >>> 15)) + d) | 0;
  b = (b + (((d ^ a) & c) ^ a) + words[11]! - 1990404162) | 0; b = (((b << 22) | (b >>> 10)) + c) | 0;
  a = (a + (((c ^ d) & b) ^ d) + words[12]! + 1804603682) | 0; a = (((a << 7) | (a >>> 25)) + b) | 0;
  d = (d + (((b ^ c) & a) ^ c) + words[13]! - 40341101) | 0; d = (((d << 12) | (d >>> 20)) + a) | 0;
  c = (c + (((a ^ b) & d) ^ b) + words[14]! - 1502002290) | 0; c = (((c << 17) | (c >>> 15)) + d) | 0;
  b = (b + (((d ^ a) & c) ^ a) + words[15]! + 1236535329) | 0; b = (((b << 22) | (b >>> 10)) + c) | 0;
  a = (a + (((b ^ c) & d) ^ c) + words[1]! - 165796510) | 0; a = (((a << 5) | (a >>> 27)) + b) | 0;
  d = (d + (((a ^ b) & c) ^ b) + words[6]! - 1069501632) | 0; d = (((d << 9) | (d >>> 23)) + a) | 0;
  c = (c + (((d ^ a) & b) ^ a) + words[11]! + 643717713) | 0; c = (((c << 14) | (c >>> 18)) + d) | 0;
  b = (b + (((c ^ d) & a) ^ d) + words[0]! - 373897302) | 0; b = (((b << 20) | (b >>> 12)) + c) | 0;
  a = (a + (((b ^ c) & d) ^ c) + words[5]! - 701558691) | 0; a = (((a << 5) | (a >>> 27)) + b) | 0;
  d = (d + (((a ^ b) & c) ^ b) + words[10]! + 38016083) | 0; d = (((d << 9) | (d >>> 23)) + a) | 0;
  c = (c + (((d ^ a) & b) ^ a) + words[15]! - 660478335) | 0; c = (((c << 14) | (c >>> 18)) + d) | 0;
  b = (b + (((c ^ d) & a) ^ d) + words[4]! - 405537848) | 0; b = (((b << 20) | (b >>> 12)) + c) | 0;
  a = (a + (((b ^ c) & d) ^ c) + words[9]! + 568446438) | 0; a = (((a << 5) | (a >>> 27)) + b) | 0;
  d = (d + (((a ^ b) & c) ^ b) + words[14]! - 1019803690) | 0; d = (((d << 9) | (d >>> 23)) + a) | 0;
  c = (c + (((d ^ a) & b) ^ a) + words[3]! - 187363961) | 0; c = (((c << 14) | (c >>> 18)) + d) | 0;
  b = (b + (((c ^ d) & a) ^ d) + words[8]! + 1163531501) | 0; b = (((b << 20) | (b >>> 12)) + c) | 0;
  a = (a + (((b ^ c) & d) ^ c) + words[13]! - 1444681467) | 0; a = (((a << 5) | (a >>> 27)) + b) | 0;
  d = (d + (((a ^ b) & c) ^ b) + words[2]! - 51403784) | 0; d = (((d << 9) | (d >>> 23)) + a) | 0;
  c = (c + (((d ^ a) & b) ^ a) + words[7]! + 1735328473) | 0; c = (((c << 14) | (c >>> 18)) + d) | 0;
  b = (b + (((c ^ d) & a) ^ d) + words[12]! - 1926607734) | 0; b = (((b << 20) | (b >>> 12)) + c) | 0;
  a = (a + (b ^ c ^ d) + words[5]! - 378558) | 0; a = (((a << 4) | (a >>> 28)) + b) | 0;
  d = (d + (a ^ b ^ c) + words[8]! - 2022574463) | 0; d = (((d << 11) | (d >>> 21)) + a) | 0;
  c = (c + (d ^ a ^ b) + words[11]! + 1839030562) | 0; c = (((c << 16) | (c >>> 16)) + d) | 0;
  b = (b + (c ^ d ^ a) + words[14]! - 35309556) | 0; b = (((b << 23) | (b >>> 9)) + c) | 0;
  a = (a + (b ^ c ^ d) + words[1]! - 1530992060) | 0; a = (((a << 4) | (a >>> 28)) + b) | 0;
  d = (d + (a ^ b ^ c) + words[4]! + 1272893353) | 0; d = (((d << 11) | (d >>> 21)) + a) | 0;
  c = (c + (d ^ a ^ b) + words[7]! - 155497632) | 0; c = (((c << 16) | (c >>> 16)) + d) | 0;
  b = (b + (c ^ d ^ a) + words[10]! - 1094730640) | 0; b = (((b << 23) | (b >>> 9)) + c) | 0;
  a = (a + (b ^ c ^ d) + words[13]! + 681279174) | 0; a = (((a << 4) | (a >>> 28)) + b) | 0;
  d = (d + (a ^ b ^ c) + words[0]! - 358537222) | 0; d = (((d << 11) | (d >>> 21)) + a) | 0;
  c = (c + (d ^ a ^ b) + words[3]! - 722521979) | 0; c = (((c << 16) | (c >>> 16)) + d) | 0;
  b = (b + (c ^ d ^ a) + words[6]! + 76029189) | 0; b = (((b << 23) | (b >>> 9)) + c) | 0;
  a = (a + (b ^ c ^ d) + words[9]! - 640364487) | 0; a = (((a << 4) | (a >>> 28)) + b) | 0;
  d = (d + (a ^ b ^ c) + words[12]! - 421815835) | 0; d = (((d << 11) | (d >>> 21)) + a) | 0;
  c = (c + (d ^ a ^ b) + words[15]! + 530742520) | 0; c = (((c << 16) | (c >>> 16)) + d) | 0;
  b = (b + (c ^ d ^ a) + words[2]! - 995338651) | 0; b = (((b << 23) | (b >>> 9)) + c) | 0;
  a = (a + ((~d | b) ^ c) + words[0]! - 198630844) | 0; a = (((a << 6) | (a >>> 26)) + b) | 0;
  d = (d + ((~c | a) ^ b) + words[7]! + 1126891415) | 0; d = (((d << 10) | (d >>> 22)) + a) | 0;
  c = (c + ((~b | d) ^ a) + words[14]! - 1416354905) | 0; c = (((c << 15) | (c >>> 17)) + d) | 0;
  b = (b + ((~a | c) ^ d) + words[5]! - 57434055) | 0; b = (((b << 21) | (b >>> 11)) + c) | 0;
  a = (a + ((~d | b) ^ c) + words[12]! + 1700485571) | 0; a = (((a << 6) | (a >>> 26)) + b) | 0;
  d = (d + ((~c | a) ^ b) + words[3]! - 1894986606) | 0; d = (((d << 10) | (d >>> 22)) + a) | 0;
  c = (c + ((~b | d) ^ a) + words[10]! - 1051523) | 0; c = (((c << 15) | (c >>> 17)) + d) | 0;
  b = (b + ((~a | c) ^ d) + words[1]! - 2054922799) | 0; b = (((b << 21) | (b >>> 11)) + c) | 0;
  a = (a + ((~d | b) ^ c) + words[8]! + 1873313359) | 0; a = (((a << 6) | (a >>> 26)) + b) | 0;
  d = (d + ((~c | a) ^ b) + words[15]! - 30611744) | 0; d = (((d << 10) | (d >>> 22)) + a) | 0;
  c = (c + ((~b | d) ^ a) + words[6]! - 1560198380) | 0; c = (((c << 15) | (c >>> 17)) + d) | 0;
  b = (b + ((~a | c) ^ d) + words[13]! + 1309151649) | 0; b = (((b << 21) | (b >>> 11)) + c) | 0;
  a = (a + ((~d | b) ^ c) + words[4]! - 145523070) | 0; a = (((a << 6) | (a >>> 26)) + b) | 0;
  d = (d + ((~c | a) ^ b) + words[11]! - 1120210379) | 0; d = (((d << 10) | (d >>> 22)) + a) | 0;
  c = (c + ((~b | d) ^ a) + words[2]! + 718787259) | 0; c = (((c << 15) | (c >>> 17)) + d) | 0;
  b = (b + ((~a | c) ^ d) + words[9]! - 343485551) | 0; b = (((b << 21) | (b >>> 11)) + c) | 0;
  state[0] = (state[0]! + a) | 0; state[1] = (state[1]! + b) | 0;
  state[2] = (state[2]! + c) | 0; state[3] = (state[3]! + d) | 0;
};

const absorb = (octets: Uint8Array, from: number): void => {
  load(octets, from);
  compress();
};

/** Starts a digest. */
export const begin = (): void => {
  state[0] = 0x67452301;
  state[1] = 0xefcdab89 | 0;
  state[2] = 0x98badcfe | 0;
  state[3] = 0x10325476;
  filled = 0;
  total = 0;
};

/** Starts a digest where another stood, after one block of 64 octets. */
export const resume = (where: Midstate): void => {
  state.set(where);
  filled = 0;
  total = 64;
};

/** The digest so far, after `begin` and exactly one block of 64 octets. */
export const midstate = (): Midstate => state.slice();

const fill = (octets: Uint8Array, from: number, to: number): number => {
  let at = from;
  while (at < to && filled < 64) block[filled++] = octets[at++]!;
  if (filled === 64) {
    absorb(block, 0);
    filled = 0;
  }
  return at;
};

/** Adds the octets `from` up to but not including `to`. */
export const add = (octets: Uint8Array, from = 0, to = octets.length): void => {
  total += to - from;
  let at = filled > 0 ? fill(octets, from, to) : from;
  for (; at + 64 <= to; at += 64) absorb(octets, at);
  if (at < to) fill(octets, at, to);
};

/** Writes the digest, 16 octets, into `into` at `at`. */
export const finish = (into: Uint8Array, at = 0): void => {
  const bits = total * 8;
  block[filled++] = 0x80;
  if (filled > 56) {
    absorb(block.fill(0, filled), 0);
    filled = 0;
  }
  load(block.fill(0, filled), 0);
  words[14] = bits;
  words[15] = bits / 0x1_0000_0000;
  compress();
  for (let index = 0; index < 16; index += 1) into[at + index] = state[index >> 2]! >>> ((index & 3) * 8);
};
