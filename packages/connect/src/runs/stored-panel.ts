// A panel as JSON, so that a run can be evaluated again without the file it was read from.
import type { Panel } from "@carryover/mmm";

/** Every digit comes back: JSON writes the shortest text that reads as the same number, and null for a KPI that is not known. */
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
    ...(panel.organic === undefined
      ? {}
      : { organic: panel.organic.map((series) => ({ name: series.name, ...storedExposure(series) })) }),
    ...(panel.treatments === undefined
      ? {}
      : { treatments: panel.treatments.map((series) => ({ ...series, values: Array.from(series.values) })) }),
    ...(panel.history === undefined
      ? {}
      : {
          history: {
            periods: panel.history.periods,
            media: panel.history.media.map(storedExposure),
            organic: panel.history.organic.map(storedExposure),
          },
        }),
  });
}

interface Exposed<Numbers> {
  readonly exposure: Numbers;
  readonly frequency?: Numbers;
}

function storedExposure({ exposure, frequency }: Exposed<Float64Array>): Exposed<readonly number[]> {
  return {
    exposure: Array.from(exposure),
    ...(frequency === undefined ? {} : { frequency: Array.from(frequency) }),
  };
}

function readExposure({ exposure, frequency }: Exposed<readonly number[]>): Exposed<Float64Array> {
  return {
    exposure: Float64Array.from(exposure),
    ...(frequency === undefined ? {} : { frequency: Float64Array.from(frequency) }),
  };
}

export function panelFromJson(text: string): Panel {
  const { organic, treatments, history, ...stored } = JSON.parse(text) as StoredPanel;
  return {
    ...stored,
    ...(organic === undefined ? {} : { organic: organic.map((each) => ({ name: each.name, ...readExposure(each) })) }),
    ...(treatments === undefined
      ? {}
      : { treatments: treatments.map((each) => ({ ...each, values: Float64Array.from(each.values) })) }),
    ...(history === undefined
      ? {}
      : {
          history: {
            periods: history.periods,
            media: history.media.map(readExposure),
            organic: history.organic.map(readExposure),
          },
        }),
    population: Float64Array.from(stored.population),
    kpi: {
      ...stored.kpi,
      values: Float64Array.from(stored.kpi.values, (value) => value ?? Number.NaN),
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

type StoredPanel = Omit<Panel, "population" | "kpi" | "media" | "controls" | "organic" | "treatments" | "history"> & {
  readonly population: readonly number[];
  readonly kpi: Omit<Panel["kpi"], "values" | "revenuePerKpi"> & {
    /** Null where it is not known. */
    readonly values: readonly (number | null)[];
    readonly revenuePerKpi: readonly number[];
  };
  readonly media: readonly {
    readonly name: string;
    readonly spend: readonly number[];
    readonly exposure: readonly number[] | null;
    readonly frequency?: readonly number[];
  }[];
  readonly controls: readonly { readonly name: string; readonly values: readonly number[] }[];
  readonly organic?: readonly (Exposed<readonly number[]> & { readonly name: string })[];
  readonly treatments?: readonly {
    readonly name: string;
    readonly values: readonly number[];
    readonly baseline: number;
  }[];
  readonly history?: {
    readonly periods: number;
    readonly media: readonly Exposed<readonly number[]>[];
    readonly organic: readonly Exposed<readonly number[]>[];
  };
};
