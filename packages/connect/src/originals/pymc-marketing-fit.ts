// A fit of PyMC-Marketing's MMM, read from the file that its save() wrote, as a fit of our model of the same kind.
import {
  buildPanel,
  type Config,
  type Fit,
  type ModelSpec,
  type Panel,
  type Problem,
  resolveSpec,
  SpecError,
  type Table,
} from "@carryover/mmm";
import type { NetcdfGroup } from "../write/netcdf-file.ts";
import {
  differenceOf,
  drawsFrom,
  fitOf,
  type ImportedFit,
  type ParameterSource,
  sameLabels,
  sameSeries,
  unsupported,
  warmupOf,
  withoutStructure,
} from "./imported-fit.ts";
import { type PosteriorFile, valuesOver, variableOf, type WantedDimension } from "./posterior-file.ts";
import { type PymcMarketingSettings, pymcMarketingSettings } from "./pymc-marketing-settings.ts";

/**
 * Null when the file is not PyMC-Marketing's.
 * @throws DataError for a table that cannot be used; SpecError when the fit has what our model has not, or was made on other data
 */
export function pymcMarketingFit(file: PosteriorFile, table: Table, config: Config): ImportedFit | null {
  const read = pymcMarketingSettings(file.attributes);
  if (read === null) return null;
  if ("problems" in read) throw new SpecError(read.problems);
  const { settings } = read;
  const own = configOf(config, settings);
  const { panel, holdout } = buildPanel(table, own);
  const channels = channelLabels(config, file.posterior.coordinates.channel ?? []);
  const problems = dataProblems(file, panel, { channels, controls: settings.controls });
  if (problems.length > 0) throw new SpecError(problems);
  const spec = withScales(resolveSpec(panel, own, { holdout }), file, channels);
  const fit = fitOf(panel, spec, drawsFrom(panel, spec, file, sourceOf(file, settings, channels)), file);
  const version = file.attributes.pymc_marketing_version;
  return {
    fit,
    config: own,
    warmup: warmupOf(file),
    original: {
      software: "PyMC-Marketing",
      version: version === undefined ? null : String(version),
      ...checked(file, fit, channels),
      notes: [],
    },
  };
}

function configOf(config: Config, settings: PymcMarketingSettings): Config {
  const { adstock, saturation, order, yearlyOrder, channelPriors, modelPriors } = settings;
  return {
    ...config,
    channels: config.channels.map((channel) => ({ ...channel, adstock, saturation, order, priors: channelPriors })),
    controls: config.controls.map((control) => ({ ...control, by_population: false, prior: null })),
    events: [],
    model: {
      ...config.model,
      ...withoutStructure,
      kind: "pymc-marketing",
      yearly_order: yearlyOrder,
      year_start: "calendar",
      day_of_week: false,
      trend: "none",
      priors: modelPriors,
    },
  };
}

/** The file's label of each of our channels: its name, or the column it is read from; our name where there is none. */
function channelLabels({ channels }: Config, labels: readonly string[]): string[] {
  return channels.map(
    ({ name, exposure, spend }) => [name, exposure ?? spend, spend].find((each) => labels.includes(each)) ?? name,
  );
}

interface Labels {
  readonly channels: readonly string[];
  readonly controls: readonly string[];
}

function dataProblems(file: PosteriorFile, panel: Panel, { channels, controls }: Labels): Problem[] {
  const { coordinates } = file.posterior;
  const data = file.group("constant_data");
  const dates = coordinates.date ?? data?.coordinates.date;
  const labels = [
    ...(panel.geos.length > 1
      ? [unsupported(`the table has ${panel.geos.length} geos, the fit has one`, "Give the table of the whole")]
      : []),
    ...sameLabels("channels", channels.toSorted(), coordinates.channel?.toSorted()),
    ...sameLabels("controls", panel.controls.map(({ name }) => name).toSorted(), controls.toSorted()),
    ...sameLabels("dates", panel.dates, dates),
    ...(panel.organic === undefined && panel.treatments === undefined
      ? []
      : [unsupported("the fit has neither organic channels nor treatments", "List them as channels or controls")]),
  ];
  if (labels.length > 0 || data === undefined) return labels;
  const series = (name: string, dim: string, label: string): Float64Array | undefined => {
    const variable = variableOf(data, name);
    if (variable === undefined) return undefined;
    return valuesOver(file, data, variable, [
      { name: dim, labels: [label] },
      { name: "date", labels: panel.dates },
    ]);
  };
  return [
    ...panel.media.flatMap(({ name, exposure }, index) =>
      sameSeries(`channel ${name}`, exposure, series("channel_data", "channel", channels[index] ?? name)),
    ),
    ...panel.controls.flatMap(({ name, values }) =>
      sameSeries(`control ${name}`, values, series("control_data", "control", name)),
    ),
    ...sameSeries("the KPI", panel.kpi.values, series("target_data", "channel", "")),
  ];
}

/** The file's own scales, which need not be the largest values. */
function withScales(spec: ModelSpec, file: PosteriorFile, channels: readonly string[]): ModelSpec {
  const data = file.group("constant_data");
  const media = data && variableOf(data, "channel_scale");
  const kpi = data && variableOf(data, "target_scale");
  return {
    ...spec,
    scales: {
      ...spec.scales,
      ...(kpi === undefined ? {} : { kpi: Number(kpi.values[0]) }),
      ...(media === undefined
        ? {}
        : { media: [...valuesOver(file, data as NetcdfGroup, media, [{ name: "channel", labels: channels }])] }),
    },
  };
}

function sourceOf(file: PosteriorFile, settings: PymcMarketingSettings, channels: readonly string[]): ParameterSource {
  return ({ name, dims }) => {
    const wanted = dims.map((dim) => (dim.name === "channel" ? { ...dim, labels: channels } : dim));
    const names = settings.variables[name] ?? [name];
    const factors = names.map((each) => {
      const found = variableOf(file.posterior, each) ?? variableOf(file.posterior, `${each}_contribution`);
      if (found !== undefined) return valuesOver(file, file.posterior, found, wanted);
      throw new SpecError([unsupported(`the fit has no variable "${each}"`, "Save the fit with all its variables")]);
    });
    return factors.reduce((product, factor) => product.map((value, index) => value * (factor[index] ?? Number.NaN)));
  };
}

/** What channels contribute, and what is expected in all, against the file's own: both in units of its target scale. */
function checked(
  file: PosteriorFile,
  fit: Fit,
  channels: readonly string[],
): { readonly checked: readonly string[]; readonly difference: number | null } {
  const { posterior } = file;
  const { scales } = fit.spec;
  const dates = { name: "date", labels: fit.panel.dates };
  const components = fit.components();
  const inUnits = (values: Float64Array): Float64Array => values.map((value) => value / scales.kpi);
  const contributions = variableOf(posterior, "channel_contribution");
  const expected = theirExpectation(file, dates);
  const media = components.filter(({ group }) => group === "media");
  const differences = [
    ...(contributions === undefined
      ? []
      : media.map(({ name, values }, index) => {
          const channel = { name: "channel", labels: [channels[index] ?? name] };
          return differenceOf(inUnits(values), valuesOver(file, posterior, contributions, [channel, dates]));
        })),
    ...(expected === undefined ? [] : [differenceOf(inUnits(sum(components.map(({ values }) => values))), expected)]),
  ];
  return {
    checked: [
      ...(contributions === undefined ? [] : ["the contributions of its channels"]),
      ...(expected === undefined ? [] : ["what it expects of the KPI"]),
    ],
    difference: differences.length === 0 ? null : Math.max(...differences),
  };
}

/** `mu` of the first class, (draw, date); the second keeps its parts alone. */
function theirExpectation(file: PosteriorFile, dates: WantedDimension): Float64Array | undefined {
  const { posterior } = file;
  const mean = variableOf(posterior, "mu");
  if (mean !== undefined) return valuesOver(file, posterior, mean, [dates]);
  const series = (name: string, dimension?: string): Float64Array[] => {
    const variable = variableOf(posterior, name);
    if (variable === undefined) return [];
    if (dimension === undefined) return [valuesOver(file, posterior, variable, [dates])];
    const labels = posterior.coordinates[dimension] ?? [];
    return labels.map((label) => valuesOver(file, posterior, variable, [{ name: dimension, labels: [label] }, dates]));
  };
  const intercept = series("intercept_contribution");
  if (intercept.length === 0) return undefined;
  return sum([
    ...intercept,
    ...series("yearly_seasonality_contribution"),
    ...series("channel_contribution", "channel"),
    ...series("control_contribution", "control"),
  ]);
}

function sum(series: readonly Float64Array[]): Float64Array {
  return series.reduce((total, each) => total.map((value, index) => value + (each[index] ?? Number.NaN)));
}
