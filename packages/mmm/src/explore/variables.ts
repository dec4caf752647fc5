// What explains the KPI, on the scale on which Meridian's model sees it.
import { quantileSorted } from "@carryover/engine";
import { contacts } from "../data/contacts.ts";
import type { Panel } from "../data/panel.ts";
import { centerAndScale } from "../model/column-measures.ts";
import type { VariableGroup } from "./exploration.ts";

export interface ExploredVariable {
  readonly name: string;
  readonly group: VariableGroup;
  /** (geo, time). Media in medians of what is shown per head, reach times frequency; the rest in standard deviations from the mean. */
  readonly scaled: Float64Array;
  /** Media as they are, reach where there is one, (geo, time); absent for treatments and controls. */
  readonly raw?: Float64Array;
}

export function exploredVariables(panel: Panel): ExploredVariable[] {
  const shown = (
    group: "media" | "organic",
    series: { name: string; exposure: Float64Array; frequency?: Float64Array },
  ): ExploredVariable => ({
    name: series.name,
    group,
    scaled: mediaScale(contacts(series), panel),
    raw: series.exposure,
  });
  return [
    ...panel.media.map((media) => shown("media", media)),
    ...(panel.organic ?? []).map((organic) => shown("organic", organic)),
    ...(panel.treatments ?? []).map(({ name, values }) => ({
      name,
      group: "treatments" as const,
      scaled: standardized(values),
    })),
    ...panel.controls.map(({ name, values }) => ({ name, group: "controls" as const, scaled: standardized(values) })),
  ];
}

/** The KPI per head, in standard deviations from its mean over what is known; (geo, time). */
export function scaledKpi(panel: Panel): Float64Array {
  return standardized(perHead(panel.kpi.values, panel));
}

/** Per head, over the median of what is not zero. */
export function mediaScale(values: Float64Array, panel: Panel): Float64Array {
  const each = perHead(values, panel);
  const positive = each.filter((value) => value !== 0 && !Number.isNaN(value)).sort();
  const median = positive.length === 0 ? 1 : quantileSorted(positive, 0.5);
  return each.map((value) => value / median);
}

function perHead(values: Float64Array, { population, dates }: Panel): Float64Array {
  return values.map((value, cell) => value / population[Math.floor(cell / dates.length)]);
}

/** What does not vary is 0 throughout. */
function standardized(values: Float64Array): Float64Array {
  const known = values.filter((value) => !Number.isNaN(value));
  const { center, scale } = centerAndScale(known);
  return values.map((value) => (scale > 0 ? (value - center) / scale : value - center));
}
