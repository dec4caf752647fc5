// Plain values with arrays of numbers as bytes: every bit comes back, and damage is noticed.
import { createHash } from "node:crypto";
import { ConnectError } from "../errors.ts";

const magic = "CARRYOVER-DATA-1";
/** The magic, then the length of the text. */
const headerBytes = magic.length + 8;

/** What a text cannot hold is named by one key that no value of ours has. */
type Named = { readonly $float64: readonly [start: number, length: number] } | { readonly $number: string };

/**
 * Encodes objects, lists, texts, numbers, truth values, null and Float64Arrays: the structure as JSON, the arrays' bytes behind
 * it, little-endian, and the digest of both in front. Keys whose value is undefined are left out.
 */
export function encodePlainData(value: unknown): Uint8Array {
  const arrays: Float64Array[] = [];
  let length = 0;
  const text = JSON.stringify(value, (_key, inner: unknown): unknown => {
    if (inner instanceof Float64Array) {
      arrays.push(inner);
      const start = length;
      length += inner.length;
      return { $float64: [start, inner.length] } satisfies Named;
    }
    if (typeof inner === "number" && (!Number.isFinite(inner) || Object.is(inner, -0))) {
      return { $number: Object.is(inner, -0) ? "-0" : String(inner) } satisfies Named;
    }
    return inner;
  });
  const json = Buffer.from(text, "utf8");
  const bytes = Buffer.alloc(headerBytes + 32 + json.length + 8 * length);
  bytes.write(magic, 0, "latin1");
  bytes.writeBigUInt64LE(BigInt(json.length), magic.length);
  json.copy(bytes, headerBytes + 32);
  let at = headerBytes + 32 + json.length;
  for (const array of arrays) {
    for (const number of array) {
      bytes.writeDoubleLE(number, at);
      at += 8;
    }
  }
  digest(bytes).copy(bytes, headerBytes);
  return bytes;
}

/** @throws ConnectError when the bytes are not what `encodePlainData` made */
export function decodePlainData(bytes: Buffer): unknown {
  if (bytes.length < headerBytes + 32 || bytes.toString("latin1", 0, magic.length) !== magic) {
    throw new ConnectError("it is not a file of this kind, or of another version");
  }
  if (!digest(bytes).equals(bytes.subarray(headerBytes, headerBytes + 32))) {
    throw new ConnectError("its contents are not what was written: it was cut short or changed");
  }
  const start = headerBytes + 32;
  const end = start + Number(bytes.readBigUInt64LE(magic.length));
  return JSON.parse(bytes.toString("utf8", start, end), (_key, inner: unknown): unknown => {
    if (typeof inner !== "object" || inner === null) return inner;
    if ("$number" in inner) return Number((inner as { $number: string }).$number);
    if (!("$float64" in inner)) return inner;
    const [first, length] = (inner as { $float64: [number, number] }).$float64;
    return Float64Array.from({ length }, (_, index) => bytes.readDoubleLE(end + 8 * (first + index)));
  });
}

function digest(bytes: Buffer): Buffer {
  return createHash("sha256")
    .update(bytes.subarray(0, headerBytes))
    .update(bytes.subarray(headerBytes + 32))
    .digest();
}
