// Philox4x32-10: a counter-based generator, so that any stream can be opened anywhere and gives the same numbers.

import { normalQuantile } from "../math/error-function.ts";
import { log } from "../math/exponentials.ts";
import type { ResumableStream, StreamKey } from "./random-stream.ts";

const LARGEST_SEED = 2 ** 53;
const LARGEST_CHAIN = 2 ** 32 - 1;
const TWO_POW_MINUS_53 = 2 ** -53;

/** The fourth counter word of each purpose. Part of the reproducibility contract: add at the end, never renumber. */
const purposeWord: Readonly<Record<StreamKey["purpose"], number>> = {
  momentum: 0,
  tree: 1,
  initial: 2,
  block: 3,
  predictive: 4,
  data: 5,
  resample: 6,
  search: 7,
};

/**
 * Encrypts a 128-bit counter under a 64-bit key into 128 random bits.
 *
 * @param counter  4 words
 * @param key      2 words
 * @param out      4 words, written
 * @see Salmon et al. (2011), Parallel random numbers: as easy as 1, 2, 3; checked against Random123's known answers
 */
export function philox4x32(counter: Uint32Array, key: Uint32Array, out: Uint32Array): void {
  let c0 = counter[0];
  let c1 = counter[1];
  let c2 = counter[2];
  let c3 = counter[3];
  let k0 = key[0];
  let k1 = key[1];
  for (let round = 0; round < 10; round += 1) {
    const high0 = multiplyHigh(c0, 0xd251, 0x1f53);
    const low0 = Math.imul(c0, 0xd2511f53);
    const high2 = multiplyHigh(c2, 0xcd9e, 0x8d57);
    const low2 = Math.imul(c2, 0xcd9e8d57);
    c0 = high2 ^ c1 ^ k0;
    c1 = low2;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + 0x9e3779b9) | 0;
    k1 = (k1 + 0xbb67ae85) | 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/**
 * Opens the stream of a key. Streams of different keys never share a block: the seed is the cipher's key; the chain and
 * the purpose are the upper half of its counter; the lower half counts up (2^66 numbers of 32 bits per stream).
 *
 * @param position  of a stream that was left earlier: what comes next is what would have come next then
 * @throws RangeError unless the seed is a whole number in [0, 2^53] and the chain one in [0, 2^32)
 */
export function openStream(key: StreamKey, position = 0): ResumableStream {
  if (!Number.isInteger(key.seed) || key.seed < 0 || key.seed > LARGEST_SEED) {
    throw new RangeError(`seed ${key.seed} cannot be used; give a whole number from 0 to ${LARGEST_SEED} (2^53)`);
  }
  if (!Number.isInteger(key.chain) || key.chain < 0 || key.chain > LARGEST_CHAIN) {
    throw new RangeError(`chain ${key.chain} cannot be used; chains are numbered from 0 to ${LARGEST_CHAIN}`);
  }
  const word = purposeWord[key.purpose];
  if (word === undefined) {
    throw new RangeError(
      `no stream is kept for the purpose "${key.purpose}"; use one of ${Object.keys(purposeWord).join(", ")}`,
    );
  }
  return new PhiloxStream(key.seed, key.chain, word, position);
}

class PhiloxStream implements ResumableStream {
  readonly #key: Uint32Array; // (2)
  readonly #counter: Uint32Array; // (4)
  readonly #block = new Uint32Array(4);
  #used = 4;

  constructor(seed: number, chain: number, purpose: number, position: number) {
    this.#key = Uint32Array.of(seed % 2 ** 32, Math.floor(seed / 2 ** 32));
    const blocks = Math.floor(position / 4);
    this.#counter = Uint32Array.of(blocks % 2 ** 32, Math.floor(blocks / 2 ** 32), chain, purpose);
    if (position % 4 === 0) return;
    this.#refill();
    this.#used = position % 4;
  }

  get position(): number {
    return 4 * (this.#counter[0] + this.#counter[1] * 2 ** 32) - (4 - this.#used);
  }

  uint32(): number {
    if (this.#used === 4) this.#refill();
    const word = this.#block[this.#used];
    this.#used += 1;
    return word;
  }

  uniform(): number {
    for (;;) {
      const high = this.uint32() >>> 5; // 27 bits
      const low = this.uint32() >>> 6; // 26 bits
      if (high !== 0 || low !== 0) return (high * 0x4000000 + low) * TWO_POW_MINUS_53;
    }
  }

  normal(): number {
    return normalQuantile(this.uniform());
  }

  exponential(): number {
    return -log(this.uniform());
  }

  #refill(): void {
    philox4x32(this.#counter, this.#key, this.#block);
    this.#used = 0;
    this.#counter[0] += 1;
    if (this.#counter[0] === 0) this.#counter[1] += 1;
  }
}

/** Upper 32 bits of value · (high · 2^16 + low), all unsigned. */
function multiplyHigh(value: number, high: number, low: number): number {
  const valueLow = value & 0xffff;
  const valueHigh = value >>> 16;
  const middle = (Math.imul(valueHigh, low) >>> 0) + ((Math.imul(valueLow, low) >>> 0) >>> 16);
  const cross = (Math.imul(valueLow, high) >>> 0) + (middle & 0xffff);
  return (Math.imul(valueHigh, high) + (middle >>> 16) + (cross >>> 16)) | 0;
}
