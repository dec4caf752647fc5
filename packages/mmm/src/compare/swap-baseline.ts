// What a framework says the KPI would have been without media, in terms of the default model: its structure, or its columns.
import type { Config, ConfigPrior } from "../data/config/config.ts";
import { panelDigest } from "../data/digest.ts";
import type { ControlSeries, Panel } from "../data/panel.ts";
import { knotColumns } from "../design/knots.ts";
import type { ModelSpec } from "../model/spec.ts";

export interface BaselineSwap {
  readonly panel: Panel;
  readonly config: Config;
  /** Configuration and specification of the framework whose baseline is taken. */
  readonly other: { readonly config: Config; readonly spec: ModelSpec };
}

/** In units of the mean KPI for a standard deviation of the column: as good as free. */
const columnPrior: ConfigPrior = { distribution: "normal", mean: 0, sd: 1 };

export function baselineSwap({ panel, config, other }: BaselineSwap): {
  readonly panel: Panel;
  readonly config: Config;
} {
  const { spec } = other;
  if (spec.robyn !== undefined) {
    const parts = spec.robyn.regressors.filter(({ kind }) => kind === "decomposition");
    return withColumns(
      panel,
      bare(config),
      parts.flatMap(({ name, values }) => (values === undefined ? [] : [{ name, values: Float64Array.from(values) }])),
    );
  }
  if (spec.meridian !== undefined) {
    if (spec.geo !== undefined) return { panel, config: bare(config, spec.geo.knots.length) };
    const { knots } = spec.meridian;
    if (knots.length < 2) return { panel, config: bare(config) };
    // The intercept is the first knot; the others are what differs from it.
    const { labels, columns } = knotColumns(panel, knots);
    const columnsAfter = columns.slice(1).map((values, index) => ({ name: `knot ${labels[index + 1]}`, values }));
    return withColumns(panel, bare(config), columnsAfter);
  }
  const { model } = other.config;
  return {
    panel,
    config: {
      ...config,
      model: {
        ...config.model,
        trend: spec.trend.kind,
        yearly_order: spec.seasonality.yearlyOrder,
        year_start: spec.seasonality.anchor,
        day_of_week: spec.seasonality.dayOfWeek,
        holidays: spec.holidays.country,
        changepoints: spec.changepoints?.dates ?? null,
        time_varying: { ...config.model.time_varying, intercept: model.time_varying.intercept },
        knots: model.knots,
      },
    },
  };
}

/** The default model with a level and nothing else of its own that moves. @param knots  of several geos */
function bare(config: Config, knots: number | null = null): Config {
  return {
    ...config,
    model: {
      ...config.model,
      trend: "none",
      yearly_order: 0,
      day_of_week: false,
      holidays: null,
      changepoints: null,
      time_varying: { ...config.model.time_varying, intercept: null },
      knots,
    },
  };
}

/** The columns as controls, those that do not vary left out. */
function withColumns(
  panel: Panel,
  config: Config,
  columns: readonly ControlSeries[],
): { panel: Panel; config: Config } {
  const added = columns
    .filter(({ values }) => values.some((value) => value !== values[0]))
    .map((column) => ({ ...column, name: `baseline: ${column.name}` }));
  const widened: Omit<Panel, "digest"> = { ...panel, controls: [...panel.controls, ...added] };
  return {
    panel: { ...widened, digest: panelDigest(widened) },
    config: {
      ...config,
      controls: [
        ...config.controls,
        ...added.map(({ name }) => ({ column: name, is: null, by_population: false, prior: columnPrior })),
      ],
    },
  };
}
