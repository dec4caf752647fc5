import fc from "fast-check";
import { expect, test } from "vitest";
import { decodePlainData, encodePlainData } from "../../src/runs/plain-data.ts";

const number = fc.double({ noDefaultInfinity: false, noNaN: false });
const plain = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    number,
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.array(number, { maxLength: 20 }).map((numbers) => Float64Array.from(numbers)),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(
      fc.string({ maxLength: 5 }).filter((key) => !key.startsWith("$") && key !== "__proto__"),
      tie("value"),
      {
        maxKeys: 4,
        noNullPrototype: true,
      },
    ),
  ),
})).value;

test("every value comes back, to the last bit", () => {
  fc.assert(
    fc.property(plain, (value) => {
      const back = decodePlainData(Buffer.from(encodePlainData(value)));
      // toEqual tells NaN, the infinities and −0 apart from all others.
      expect(back).toEqual(value);
    }),
    { numRuns: 200 },
  );
});

test("a byte changed, cut off or put in front is noticed", () => {
  const bytes = Buffer.from(encodePlainData({ draws: Float64Array.of(1, 2, 3), text: "so" }));
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at] ^= 1;
    expect(() => decodePlainData(changed)).toThrow();
  }
  expect(() => decodePlainData(bytes.subarray(0, -1))).toThrow("cut short or changed");
  expect(() => decodePlainData(bytes.subarray(0, 5))).toThrow("not a file of this kind");
  expect(() => decodePlainData(Buffer.concat([Buffer.from(" "), bytes]))).toThrow("not a file of this kind");
});
