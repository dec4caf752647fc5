// From columns of rows to a panel of cells: what is before it becomes history, and missing rows are filled with what says nothing.
import type { Config } from "./config/config.ts";
import { controlName } from "./config/control-name.ts";
import { panelDigest } from "./digest.ts";
import type { MediaHistory, MediaSeries, OrganicSeries, Panel, TreatmentSeries } from "./panel.ts";
import type { Columns, ExposureColumns } from "./read-columns.ts";
import type { TimeAxis } from "./time-axis.ts";

export interface LayoutRequest {
  readonly axis: TimeAxis;
  readonly columns: Columns;
  readonly geos: readonly string[];
  readonly population: Float64Array;
  readonly config: Config;
  /** Periods at the beginning of the axis that are media history. */
  readonly history: number;
}

export interface LaidOut {
  readonly panel: Panel;
  /** Cells of the panel whose KPI is held out; ascending. */
  readonly holdout: readonly number[];
}

/** What stands in a cell that no row fills, by geo. */
type Neutral = (geo: number) => number;
const nothing: Neutral = () => 0;

/**
 * Cells without a row have no media, no spend and no KPI; their controls and the worth of their KPI are the geo's mean, so that
 * nothing leans on them, and treatments stand at their baseline.
 */
export function layOut({ axis, columns, geos, population, config, history }: LayoutRequest): LaidOut {
  const all = axis.dates.length;
  const lay = (rows: Float64Array, neutral: Neutral, from = history, to = all): Float64Array =>
    Float64Array.from({ length: geos.length * (to - from) }, (_, cell) => {
      const geo = Math.floor(cell / (to - from));
      const row = axis.rowOfCell[geo * all + from + (cell % (to - from))];
      return row < 0 ? neutral(geo) : rows[row];
    });
  const meanOf = (rows: Float64Array): Neutral => {
    const laid = lay(rows, () => Number.NaN);
    const perGeo = all - history;
    const overall = meanOfKnown(laid);
    return (geo) => {
      const mean = meanOfKnown(laid.subarray(geo * perGeo, (geo + 1) * perGeo));
      return Number.isNaN(mean) ? overall : mean;
    };
  };
  const exposed = ({ exposure, frequency }: ExposureColumns, from = history, to = all): ExposureColumns => {
    const laid = lay(exposure, nothing, from, to);
    return frequency === undefined
      ? { exposure: laid }
      : { exposure: laid, frequency: lay(frequency, nothing, from, to) };
  };
  const media = config.channels.map(({ name }, index): MediaSeries => {
    const channel = columns.channels[index];
    const spend = lay(channel.spend, nothing);
    return channel.exposure === channel.spend ? { name, spend, exposure: spend } : { name, spend, ...exposed(channel) };
  });
  const organic = config.organic.map(
    ({ name }, index): OrganicSeries => ({ name, ...exposed(columns.organic[index]) }),
  );
  const treatments = config.treatments.map(({ column, baseline }, index): TreatmentSeries => {
    const rows = columns.treatments[index];
    const seen = lay(rows, () => Number.NaN).filter((value) => !Number.isNaN(value));
    const stated = typeof baseline === "number" ? baseline : extreme(seen, baseline);
    return { name: column, values: lay(rows, () => stated), baseline: stated };
  });
  const { kpi, currency } = config.data;
  const perKpi = columns.revenuePerKpi;
  const cells = geos.length * (all - history);
  const before = (channel: ExposureColumns): ExposureColumns => exposed(channel, 0, history);
  const past: MediaHistory = {
    periods: history,
    media: columns.channels.map(before),
    organic: columns.organic.map(before),
  };
  const panel: Omit<Panel, "digest"> = {
    frequency: axis.frequency,
    dates: axis.dates.slice(history),
    geos,
    population,
    kpi: {
      name: kpi.column,
      kind: kpi.kind,
      values: lay(columns.kpi, () => Number.NaN),
      revenuePerKpi: typeof perKpi === "number" ? new Float64Array(cells).fill(perKpi) : lay(perKpi, meanOf(perKpi)),
    },
    media,
    controls: config.controls.map((control, index) => {
      const rows = columns.controls[index];
      return { name: controlName(control), values: lay(rows, meanOf(rows)) };
    }),
    ...(organic.length === 0 ? {} : { organic }),
    ...(treatments.length === 0 ? {} : { treatments }),
    ...(history === 0 ? {} : { history: past }),
    currency,
  };
  const held = columns.holdout === undefined ? undefined : lay(columns.holdout, nothing);
  return {
    panel: { ...panel, digest: panelDigest(panel) },
    holdout: held === undefined ? [] : [...held.keys()].filter((cell) => held[cell] === 1),
  };
}

/** NaN where nothing is known. */
function meanOfKnown(values: Float64Array): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

function extreme(values: Float64Array, which: "min" | "max"): number {
  return values.reduce((found, value) => (which === "min" ? Math.min(found, value) : Math.max(found, value)));
}
