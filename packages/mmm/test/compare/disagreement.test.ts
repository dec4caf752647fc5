import { openStream } from "@carryover/engine";
import { expect, test } from "vitest";
import { disagreement } from "../../src/compare/disagreement.ts";
import { swapReport } from "../../src/compare/swap-effects.ts";

const scattered = (center: number, spread: number): Float64Array =>
  Float64Array.of(center - spread, center, center + spread);

test("the share between frameworks is 1 where each is certain of something else and 0 where all say the same", () => {
  const [apart, alike, half] = disagreement(
    ["apart", "alike", "half"],
    [
      { name: "one", roi: [scattered(1, 0), scattered(2, 1), scattered(1, 1)] },
      { name: "other", roi: [scattered(3, 0), scattered(2, 1), scattered(3, 1)] },
    ],
  );
  expect(apart.betweenShare).toBe(1);
  expect(apart.sentence).toContain("contradict");
  expect(alike.betweenShare).toBe(0);
  expect(alike.sentence).toContain("agree");
  // Means 1 and 3: variance 1 between; draws one apart: variance 1 within.
  expect(half.betweenShare).toBeCloseTo(0.5, 12);
  expect([half.between, half.within]).toEqual([1, 1]);
});

test("frameworks that say different things are not called agreed because none of them knows", () => {
  const [ignorant] = disagreement(
    ["ignorant"],
    [
      { name: "one", roi: [scattered(1, 9)] },
      { name: "other", roi: [scattered(2, 9)] },
    ],
  );
  expect(ignorant.betweenShare).toBeLessThan(0.2);
  expect(ignorant.sentence).toContain("cannot be told apart");
});

const at = (...means: number[]) => means.map((mean) => ({ mean, error: 0.01 }));

test("moves, interaction and rest add up to the gap of every channel", () => {
  const report = swapReport({
    from: "a",
    to: "b",
    channels: ["tv", "search"],
    start: at(1, 2),
    end: at(2, 1.5),
    hybrids: [
      { taken: ["prior"], roi: at(1.2, 2) },
      { taken: ["transform"], roi: at(1.5, 1.8) },
      { taken: ["prior", "transform"], roi: at(1.8, 1.7) },
    ],
    cannot: [],
  });
  for (const { gap, moves, interaction, rest } of report.channels) {
    expect(moves.reduce((sum, { move }) => sum + move, 0) + (interaction ?? 0) + rest).toBeCloseTo(gap, 12);
  }
  expect(report.channels[0].interaction).toBeCloseTo(0.1, 12);
  const shares = Object.values(report.shares ?? {});
  expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
  expect(report.shares?.transform.share).toBeCloseTo((0.5 * 1 + 0.2 * 0.5) / 1.25, 12);
  expect(report.sentence).toContain("carryover and saturation for 48 %");
});

test("on other data the move of the data comes first, and ingredients are counted from there", () => {
  const report = swapReport({
    from: "a",
    to: "b",
    channels: ["tv"],
    start: at(1),
    base: at(1.5),
    end: at(2),
    hybrids: [{ taken: ["transform"], roi: at(1.8) }],
    cannot: [],
  });
  expect(report.channels[0].moves.map(({ ingredient }) => ingredient)).toEqual(["geos summed", "transform"]);
  expect(report.channels[0].moves[1].move).toBeCloseTo(0.3, 12);
  expect(report.channels[0].interaction).toBeNull();
  expect(report.channels[0].rest).toBeCloseTo(0.2, 12);
});

test("a gap within Monte Carlo error is no gap", () => {
  const report = swapReport({
    from: "a",
    to: "b",
    channels: ["tv"],
    start: at(1),
    end: at(1.01),
    hybrids: [{ taken: ["prior"], roi: at(1) }],
    cannot: [],
  });
  expect(report.shares).toBeNull();
  expect(report.sentence).toContain("no difference");
});

test("errors of shares are those that simulated fits scatter by, interaction and rest among them", () => {
  const stream = openStream({ seed: 2, chain: 0, purpose: "data" });
  const error = 0.03;
  const made = (...means: number[]) => means.map((mean) => ({ mean: mean + error * stream.normal(), error }));
  const reports = Array.from({ length: 1000 }, () =>
    swapReport({
      from: "a",
      to: "b",
      channels: ["tv", "search"],
      start: made(1, 2),
      base: made(1.1, 2),
      end: made(2, 1.5),
      hybrids: [
        { taken: ["prior"], roi: made(1.2, 2) },
        { taken: ["transform"], roi: made(1.5, 1.8) },
        { taken: ["prior", "transform"], roi: made(1.8, 1.7) },
      ],
      cannot: [],
    }),
  );
  for (const name of ["geos summed", "prior", "transform", "interaction", "rest"]) {
    const found = reports.map(({ shares }) => shares![name]);
    const mean = found.reduce((sum, { share }) => sum + share, 0) / found.length;
    const sd = Math.sqrt(found.reduce((sum, { share }) => sum + (share - mean) ** 2, 0) / found.length);
    const told = found.reduce((sum, each) => sum + each.error, 0) / found.length;
    // 1000 fits tell a standard deviation to 2.2 %; the delta method leaves out squares of errors.
    expect(told / sd).toBeGreaterThan(0.93);
    expect(told / sd).toBeLessThan(1.07);
  }
});

test("a share within its Monte Carlo error is said to be none", () => {
  const report = swapReport({
    from: "a",
    to: "b",
    channels: ["tv"],
    start: [{ mean: 1, error: 0.05 }],
    end: [{ mean: 2, error: 0.05 }],
    hybrids: [{ taken: ["prior"], roi: [{ mean: 1.15, error: 0.15 }] }],
    cannot: [],
  });
  expect(report.sentence).toContain("No share beyond Monte Carlo error: the prior of returns");
  expect(report.sentence).toContain("what could not be swapped for 85 %");
});

test("of many channels one that is two errors apart by chance makes no gap", () => {
  const all = (...means: number[]) => means.map((mean) => ({ mean, error: 0.1 }));
  const report = swapReport({
    from: "a",
    to: "b",
    channels: ["a", "b", "c", "d", "e"],
    start: all(1, 1, 1, 1, 1),
    end: all(1.3, 1.1, 0.9, 1, 1.1),
    hybrids: [{ taken: ["prior"], roi: all(1.1, 1, 1, 1, 1) }],
    cannot: [],
  });
  expect(report.shares).toBeNull();
});
