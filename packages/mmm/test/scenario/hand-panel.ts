// Panels small enough to follow by hand, and plans changed by the text of a scenario.
import { dateRange } from "../../src/calendar/dates.ts";
import { panelDigest } from "../../src/data/digest.ts";
import type { Frequency, Panel } from "../../src/data/panel.ts";
import { applyScenario } from "../../src/scenario/apply-scenario.ts";
import { parseScenarios, splitScenario } from "../../src/scenario/parse-scenario.ts";
import type { Horizon } from "../../src/scenario/periods-in-window.ts";
import { planOf, type ScenarioPlan } from "../../src/scenario/scenario-plan.ts";
import { vocabularyOf } from "../../src/scenario/vocabulary.ts";

export interface HandPanel {
  readonly frequency?: Frequency;
  readonly from?: string;
  readonly periods: number;
  readonly geos?: readonly string[];
  /** Money of a channel by geo and period. */
  readonly spend: Readonly<Record<string, (geo: number, time: number) => number>>;
  /** Exposure per money; without it money is the exposure. */
  readonly ratio?: Readonly<Record<string, (geo: number, time: number) => number>>;
  readonly controls?: Readonly<Record<string, (geo: number, time: number) => number>>;
}

export function handPanel(facts: HandPanel): Panel {
  const {
    frequency = "daily",
    from = "2024-01-01",
    periods,
    geos = ["national"],
    spend,
    ratio = {},
    controls = {},
  } = facts;
  const laid = (value: (geo: number, time: number) => number): Float64Array =>
    Float64Array.from(geos.flatMap((_, geo) => Array.from({ length: periods }, (__, time) => value(geo, time))));
  const cells = geos.length * periods;
  const panel: Omit<Panel, "digest"> = {
    frequency,
    dates: dateRange(from, periods, frequency),
    geos,
    population: new Float64Array(geos.length).fill(1),
    kpi: {
      name: "revenue",
      kind: "revenue",
      values: Float64Array.from({ length: cells }, (_, cell) => 100 + (cell % 5)),
      revenuePerKpi: new Float64Array(cells).fill(1),
    },
    media: Object.entries(spend).map(([name, of]) => {
      const money = laid(of);
      const per = ratio[name];
      return {
        name,
        spend: money,
        exposure: per === undefined ? money : laid((geo, time) => of(geo, time) * per(geo, time)),
      };
    }),
    controls: Object.entries(controls).map(([name, of]) => ({ name, values: laid(of) })),
    currency: "EUR",
  };
  return { ...panel, digest: panelDigest(panel) };
}

/** The panel's plan after a scenario, with its number of periods touched by each change. */
export function changed(
  panel: Panel,
  text: string,
  horizon: Horizon = { first: 0, last: panel.dates.length - 1 },
): { readonly plan: ScenarioPlan; readonly periods: readonly number[] } {
  const [scenario] = parseScenarios(
    [splitScenario(text)],
    vocabularyOf(panel, panel.media.length > 2 ? { both: ["search", "social"] } : {}),
  );
  return applyScenario(planOf(panel), scenario, { panel, horizon });
}
