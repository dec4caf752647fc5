import { expect, test } from "vitest";
import { priorityMatrix } from "../../src/compare/priority-matrix.ts";

const around = (center: number, spread: number): Float64Array =>
  Float64Array.from({ length: 21 }, (_, draw) => center + (spread * (draw - 10)) / 10);

const stable = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

test("clear and shared is high confidence; contradiction with a wide interval is low, and is to be tested", () => {
  const { entries, threshold, thresholdKind } = priorityMatrix({
    channels: ["tv", "search", "print"],
    spend: [1, 1, 1],
    frameworks: [
      { name: "one", weight: 0.5, marginalRoi: [around(3, 0.2), around(0.2, 0.05), around(0.4, 0.3)] },
      { name: "other", weight: 0.5, marginalRoi: [around(2.8, 0.2), around(0.3, 0.05), around(3, 2)] },
    ],
    betweenShare: [0.1, 0.3, 0.9],
    ranks: stable,
    isMoney: true,
  });
  expect(thresholdKind).toBe("average");
  // (3 + 0.2 + 0.4) / 3 and (2.8 + 0.3 + 3) / 3, by half each.
  expect(threshold).toBeCloseTo((1.2 + 6.1 / 3) / 2, 12);
  expect(entries.map(({ priority, confidence }) => [priority, confidence])).toEqual([
    ["increase", "high"],
    ["reduce", "high"],
    ["hold", "low"],
  ]);
  expect(entries[0].probabilityPays).toBe(1);
  expect(entries[1].probabilityPays).toBe(0);
  expect(entries[0].sentence).toContain("tv: spend more, high confidence");
  expect(entries[0].sentence).toContain("more than it costs with probability above 0.99");
  expect(entries[2].sentence).toContain("Test it before moving much money");
  expect(entries[2].sentence).toContain("frameworks see it on different sides");
});

test("channels are held against the average one, and paying for itself is not asked of units without a worth", () => {
  const matrix = priorityMatrix({
    channels: ["tv", "search"],
    spend: [300, 100],
    frameworks: [{ name: "one", weight: 1, marginalRoi: [around(0.01, 0.001), around(0.03, 0.001)] }],
    betweenShare: [0, 0],
    ranks: [
      [0, 1],
      [1, 0],
    ],
    isMoney: false,
  });
  expect(matrix.thresholdKind).toBe("average");
  expect(matrix.threshold).toBeCloseTo(0.015, 12);
  expect(matrix.entries.map(({ priority }) => priority)).toEqual(["reduce", "increase"]);
  expect(matrix.entries.map(({ probabilityPays }) => probabilityPays)).toEqual([null, null]);
});

test("channels that rise and fall together are told apart draw by draw", () => {
  const better = around(2, 1.5);
  const worse = better.map((value) => value - 0.1);
  const { entries } = priorityMatrix({
    channels: ["tv", "search"],
    spend: [1, 1],
    frameworks: [{ name: "one", weight: 1, marginalRoi: [better, worse] }],
    betweenShare: [0, 0],
    ranks: [
      [1, 0],
      [0, 1],
    ],
    isMoney: true,
  });
  expect(entries.map(({ probabilityAbove }) => probabilityAbove)).toEqual([1, 0]);
});

test("a rank that moves counts against confidence", () => {
  const [entry] = priorityMatrix({
    channels: ["tv"],
    spend: [1],
    frameworks: [{ name: "one", weight: 1, marginalRoi: [around(2, 3)] }],
    betweenShare: [0.7],
    ranks: [[0.3, 0.2, 0.3, 0.2]],
    isMoney: true,
  }).entries;
  expect(entry.reasons).toEqual({ agree: true, close: false, stable: false, narrow: false });
  expect(entry.confidence).toBe("low");
});

const entryOf = (frameworks: readonly Float64Array[], betweenShare: number, ranks: readonly number[]) =>
  priorityMatrix({
    channels: ["tv"],
    spend: [1],
    frameworks: frameworks.map((draws, index) => ({
      name: `f${index}`,
      weight: 1 / frameworks.length,
      marginalRoi: [draws],
    })),
    betweenShare: [betweenShare],
    ranks: [ranks],
    isMoney: true,
  }).entries[0];

test("money is moved with high confidence only where all frameworks see the channel on the same side", () => {
  const sides = [around(1.6, 0.2), around(1.5, 0.2), around(1.5, 0.2), around(1.6, 0.2), around(0.98, 0.2)];
  const entry = entryOf(sides, 0.4, [1, 0, 0, 0, 0]);
  expect([entry.priority, entry.confidence]).toEqual(["increase", "medium"]);
  expect(entry.reasons).toEqual({ agree: false, close: true, stable: true, narrow: true });
  expect(entry.sentence).toContain("frameworks see it on different sides");
});

test("a channel that is left because its interval is wide is to be tested", () => {
  const entry = entryOf([around(1.3, 1.5), around(1.2, 1.5)], 0.1, [1, 0, 0, 0, 0]);
  expect([entry.priority, entry.confidence]).toEqual(["hold", "low"]);
  expect(entry.sentence).toContain("Test it before moving much money");
});

test("of two or three channels each is next to the other: only the rank itself is stable", () => {
  const draws = [around(2, 0.1)];
  expect(entryOf(draws, 0, [0.5, 0.5]).reasons.stable).toBe(false);
  expect(entryOf(draws, 0, [0.1, 0.5, 0.4]).reasons.stable).toBe(false);
  expect(entryOf(draws, 0, [0.5, 0.4, 0.1, 0, 0]).reasons.stable).toBe(true);
});

test("what speaks against a high confidence is said beside what speaks for it", () => {
  const { sentence, confidence } = entryOf([around(2, 0.1)], 0.7, [1, 0, 0, 0, 0]);
  expect(confidence).toBe("high");
  expect(sentence).toContain("its interval is narrow, but their returns lie apart");
});
