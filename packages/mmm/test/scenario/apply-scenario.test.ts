import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sum } from "../../src/analysis/totals.ts";
import { planOf, type ScenarioPlan } from "../../src/scenario/scenario-plan.ts";
import { changed, handPanel } from "./hand-panel.ts";
import { refusals } from "./vocabulary.ts";

/** 60 days from 1 January 2024 in two geos; social has pauses, and nothing in the South. */
const panel = handPanel({
  periods: 60,
  geos: ["North", "South"],
  spend: {
    tv: (geo, time) => 100 + 10 * geo + time,
    search: (geo, time) => 50 + 5 * geo + (time % 7),
    social: (geo, time) => (geo === 1 || time % 10 < 3 ? 0 : 20 + time),
  },
  ratio: { tv: (_, time) => 3 + (time % 4) },
  controls: { price: (geo, time) => 1 + 0.1 * geo + 0.01 * time, promotion: (_, time) => Number(time % 9 === 0) },
});
const base = planOf(panel);
const [tv, search, social] = [0, 1, 2];
const cell = (geo: number, time: number): number => geo * 60 + time;
const spends = (plan: ScenarioPlan): number[] => plan.media.map(({ spend }) => sum(spend));
const inCell = ({ media }: ScenarioPlan, at: number): number =>
  media.reduce((total, { spend }) => total + spend[at], 0);

describe("a shift", () => {
  test("moves money within every geo and period and loses none", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.constantFrom("tv to search", "tv to both", "search to tv", "tv and search to social"),
        fc.constantFrom("", " in January", " in week 3-5", ' in geo "South"', " in last 10 days in North"),
        (percent, between, place) => {
          const { plan } = changed(panel, `shift ${percent}% of ${between}${place}`);
          let worst = 0;
          for (let at = 0; at < 120; at += 1) {
            const before = inCell(base, at);
            worst = Math.max(worst, Math.abs(inCell(plan, at) - before) / before);
          }
          expect(worst).toBeLessThanOrEqual(1e-12);
          expect(plan.media.every(({ spend }) => spend.every((value) => value >= 0))).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("of an amount takes exactly that, in proportion to what is there", () => {
    const { plan } = changed(panel, "shift 1000 of tv to search in 2024-01");
    const [before, after] = [spends(base), spends(plan)];
    expect(after[tv] - before[tv]).toBeCloseTo(-1000, 9);
    expect(after[search] - before[search]).toBeCloseTo(1000, 9);
    const share = plan.media[tv].spend[cell(0, 3)] / base.media[tv].spend[cell(0, 3)];
    expect(plan.media[tv].spend[cell(1, 30)] / base.media[tv].spend[cell(1, 30)]).toBeCloseTo(share, 12);
    expect(plan.media[tv].spend[cell(0, 31)]).toBe(base.media[tv].spend[cell(0, 31)]);
  });

  test("of an amount per week takes a seventh of it every day", () => {
    const { plan } = changed(panel, "shift 70 per week of tv to search");
    for (const time of [0, 17, 59]) {
      const taken = [0, 1].map((geo) => base.media[tv].spend[cell(geo, time)] - plan.media[tv].spend[cell(geo, time)]);
      expect(taken[0] + taken[1]).toBeCloseTo(10, 10);
    }
  });

  test("to several is divided as these spend in the window", () => {
    const { plan } = changed(panel, "shift 10% of tv to both in first 20 days");
    const within = (channel: number): number =>
      [0, 1].reduce((all, geo) => all + sum(base.media[channel].spend.subarray(geo * 60, geo * 60 + 20)), 0);
    const gained = [search, social].map((channel) => sum(plan.media[channel].spend) - sum(base.media[channel].spend));
    expect(gained[0] / gained[1]).toBeCloseTo(within(search) / within(social), 10);
  });

  test.each([
    ["shift 10% of social to tv in South", "social spends nothing there"],
    ["shift 1e9 of tv to search", "1000000000 is more than the"],
    ["shift 9 per period of social to tv in North", "that social spends there in the period of 2024-01-01"],
  ])("that has not enough to take is refused: %s", (text, message) => {
    expect(refusals(() => changed(panel, text))).toContain(message);
  });
});

describe("exposure goes with its money", () => {
  test("at each cell's own cost", () => {
    const { plan } = changed(panel, "shift 20% of search to tv");
    for (const at of [cell(0, 0), cell(1, 13), cell(1, 59)]) {
      const before = base.media[tv].exposure[at] / base.media[tv].spend[at];
      expect(plan.media[tv].exposure[at] / plan.media[tv].spend[at]).toBeCloseTo(before, 10);
    }
  });

  test("at the channel's overall cost where nothing was spent, at the old one where it was switched off before", () => {
    const { plan } = changed(panel, "+1000 social in South; tv off; set tv to 600");
    const { spend, exposure } = plan.media[social];
    expect(exposure[cell(1, 20)]).toBeCloseTo(spend[cell(1, 20)], 12);
    expect(spend[cell(1, 20)]).toBeCloseTo(1000 / 60, 10);
    const [at, other] = [cell(0, 1), cell(0, 3)];
    expect(plan.media[tv].exposure[at] / plan.media[tv].spend[at]).toBeCloseTo(4, 12);
    expect(plan.media[tv].exposure[other] / plan.media[tv].spend[other]).toBeCloseTo(6, 12);
  });

  test("and buys less when the cost rises, also for money that comes later", () => {
    const { plan } = changed(panel, "tv cost +25%; +50% tv");
    const at = cell(1, 30);
    expect(plan.media[tv].spend[at]).toBeCloseTo(1.5 * base.media[tv].spend[at], 10);
    expect(plan.media[tv].exposure[at]).toBeCloseTo((1.5 / 1.25) * base.media[tv].exposure[at], 10);
    const shifted = changed(panel, "tv cost x2; shift 10% of search to tv").plan;
    const gained = shifted.media[tv].exposure[at] - base.media[tv].exposure[at] / 2;
    const ratio = base.media[tv].exposure[at] / base.media[tv].spend[at];
    expect(gained).toBeCloseTo(((0.1 * base.media[search].spend[at]) / 2) * ratio, 10);
  });
});

describe("amounts", () => {
  test("set a channel's total, keeping its pattern", () => {
    const { plan } = changed(panel, "set tv to 5000 in 2024-02");
    const inFebruary = [0, 1].flatMap((geo) => Array.from(plan.media[tv].spend.subarray(geo * 60 + 31, geo * 60 + 60)));
    expect(sum(inFebruary)).toBeCloseTo(5000, 8);
    expect(plan.media[tv].spend[cell(0, 31)] / plan.media[tv].spend[cell(1, 59)]).toBeCloseTo(
      base.media[tv].spend[cell(0, 31)] / base.media[tv].spend[cell(1, 59)],
      12,
    );
  });

  test("per week, month, day and period are what each period's days make of them", () => {
    const national = (plan: ScenarioPlan, time: number): number =>
      plan.media[tv].spend[cell(0, time)] + plan.media[tv].spend[cell(1, time)];
    expect(national(changed(panel, "set tv to 700 per week").plan, 40)).toBeCloseTo(100, 10);
    expect(national(changed(panel, "set tv to 700 per day").plan, 40)).toBeCloseTo(700, 10);
    expect(national(changed(panel, "set tv to 700 per period").plan, 40)).toBeCloseTo(700, 10);
    // 29 days of February in a leap year.
    expect(national(changed(panel, "set tv to 2900 per month").plan, 40)).toBeCloseTo(100, 10);
    expect(national(changed(panel, "+700 per week tv").plan, 40) - national(base, 40)).toBeCloseTo(100, 10);
  });

  test("of the budget keep the mix of channels", () => {
    const { plan } = changed(panel, "set budget to 20000");
    const [before, after] = [spends(base), spends(plan)];
    expect(sum(after)).toBeCloseTo(20_000, 7);
    expect(after[tv] / after[search]).toBeCloseTo(before[tv] / before[search], 12);
    expect(sum(spends(changed(panel, "budget x1.1").plan))).toBeCloseTo(1.1 * sum(before), 7);
  });

  test("come back to the plan when they are added and taken away", () => {
    const { plan } = changed(panel, "+3000 tv in Q1; -3000 tv in Q1");
    expect(spends(plan)[tv]).toBeCloseTo(spends(base)[tv], 8);
  });

  test("are refused where less than nothing would remain", () => {
    expect(refusals(() => changed(panel, "-1000000 tv"))).toContain("1000000 is more than the");
  });
});

describe("where and when", () => {
  test("a geo alone is changed", () => {
    const { plan } = changed(panel, 'tv off in geo "South"');
    expect(sum(plan.media[tv].spend.subarray(60))).toBe(0);
    expect(plan.media[tv].spend.subarray(0, 60)).toEqual(base.media[tv].spend.subarray(0, 60));
    expect(sum(plan.media[tv].exposure.subarray(60))).toBe(0);
  });

  test("only the horizon is changed, and the number of periods is told", () => {
    const { plan, periods } = changed(panel, "tv off; search off in February", { first: 20, last: 40 });
    expect(periods).toEqual([21, 10]);
    expect(plan.media[tv].spend[cell(0, 19)]).toBe(base.media[tv].spend[cell(0, 19)]);
    expect(plan.media[tv].spend[cell(1, 20)]).toBe(0);
    expect(plan.media[tv].spend[cell(1, 41)]).toBe(base.media[tv].spend[cell(1, 41)]);
  });

  test("the base plan stays what it was", () => {
    const before = planOf(panel);
    changed(panel, "tv off; price +5%; unit value +5%");
    expect(base).toEqual(before);
  });
});

test("controls and the worth of the KPI take steps of every kind", () => {
  const { plan } = changed(
    panel,
    "price +10% in North; control price +0.5 in South; promotion on in January; control promotion = 0 in February; unit value x2",
  );
  expect(plan.controls[0][cell(0, 7)]).toBeCloseTo(1.1 * base.controls[0][cell(0, 7)], 12);
  expect(plan.controls[0][cell(1, 7)]).toBeCloseTo(base.controls[0][cell(1, 7)] + 0.5, 12);
  expect(Array.from(plan.controls[1].subarray(0, 60))).toEqual(
    Array.from({ length: 60 }, (_, time) => Number(time < 31)),
  );
  expect(plan.revenuePerKpi.every((value) => value === 2)).toBe(true);
});

test("all that cannot be done is said at once, naming scenario and change", () => {
  const message = refusals(() => changed(panel, "summer: tv off in July; shift 10% of social to tv in South; +5% tv"));
  expect(message.split("\n")).toEqual([
    'scenario "summer", "tv off in July": no day of the horizon (2024-01-01 to 2024-02-29) lies mostly in this window. Choose a window inside the horizon, or another horizon with --horizon or --from and --to.',
    expect.stringContaining('scenario "summer", "shift 10% of social to tv in geo South"'),
  ]);
});

test("a channel that never cost anything can be scaled but not bought", () => {
  const free = handPanel({ periods: 10, spend: { tv: () => 5, owned: () => 0 } });
  expect(refusals(() => changed(free, "shift 10% of tv to owned"))).toContain("owned has never cost anything");
  expect(changed(free, "+10% owned").plan.media[1].spend[3]).toBe(0);
});

test("people reached for new money see the channel as often as those before them", () => {
  const plain = handPanel({ periods: 4, spend: { tv: (_, time) => 10 * time }, ratio: { tv: () => 2 } });
  const reach = { ...plain, media: [{ ...plain.media[0], frequency: Float64Array.of(0, 1, 2, 4) }] };
  const { plan } = changed(reach, "+10 per day tv");
  // Reach 20, 40 and 60 at 1, 2 and 4 contacts.
  expect(plan.media[0].frequency?.[0]).toBeCloseTo((20 + 80 + 240) / 120, 12);
  expect(plan.media[0].exposure[0]).toBeCloseTo(20, 12);
});
