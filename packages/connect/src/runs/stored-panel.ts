// A panel as JSON, so that a run can be evaluated again without the file it was read from.
import type { Panel } from "@carryover/mmm";

/** Every digit comes back: JSON writes the shortest text that reads as the same number. */
export function panelToJson(panel: Panel): string {
  return JSON.stringify({
    ...panel,
    population: Array.from(panel.population),
    kpi: {
      ...panel.kpi,
      values: Array.from(panel.kpi.values),
      revenuePerKpi: Array.from(panel.kpi.revenuePerKpi),
    },
    media: panel.media.map(({ name, exposure, spend, frequency }) => ({
      name,
      spend: Array.from(spend),
      // Null: the spend itself, as one array and not as its copy.
      exposure: exposure === spend ? null : Array.from(exposure),
      ...(frequency === undefined ? {} : { frequency: Array.from(frequency) }),
    })),
    controls: panel.controls.map(({ name, values }) => ({ name, values: Array.from(values) })),
  });
}

export function panelFromJson(text: string): Panel {
  const stored = JSON.parse(text) as StoredPanel;
  return {
    ...stored,
    population: Float64Array.from(stored.population),
    kpi: {
      ...stored.kpi,
      values: Float64Array.from(stored.kpi.values),
      revenuePerKpi: Float64Array.from(stored.kpi.revenuePerKpi),
    },
    media: stored.media.map(({ name, exposure, spend, frequency }) => {
      const money = Float64Array.from(spend);
      const series = { name, spend: money, exposure: exposure === null ? money : Float64Array.from(exposure) };
      return frequency === undefined ? series : { ...series, frequency: Float64Array.from(frequency) };
    }),
    controls: stored.controls.map(({ name, values }) => ({ name, values: Float64Array.from(values) })),
  };
}

type StoredPanel = Omit<Panel, "population" | "kpi" | "media" | "controls"> & {
  readonly population: readonly number[];
  readonly kpi: Omit<Panel["kpi"], "values" | "revenuePerKpi"> & {
    readonly values: readonly number[];
    readonly revenuePerKpi: readonly number[];
  };
  readonly media: readonly {
    readonly name: string;
    readonly spend: readonly number[];
    readonly exposure: readonly number[] | null;
    readonly frequency?: readonly number[];
  }[];
  readonly controls: readonly { readonly name: string; readonly values: readonly number[] }[];
};
