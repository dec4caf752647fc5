// A fit of Google's Meridian, read from its InferenceData, as a fit of our model of the same kind.
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
import { differenceOf, drawsFrom, fitOf, type ImportedFit, sameLabels, unsupported, warmupOf } from "./imported-fit.ts";
import { knotRows } from "./meridian-knots.ts";
import { type MeridianLabels, meridianConfig, meridianLabels } from "./meridian-settings.ts";
import { meridianSource, organicChannels, paidChannels } from "./meridian-variables.ts";
import { type PosteriorFile, valuesOver, variableOf } from "./posterior-file.ts";

/**
 * Null when the file is not Meridian's. What it does not hold (lag weights, adstock and order of each channel, how geos differ,
 * what controls are divided by) is taken from a configuration of kind `meridian`, and is the original's default otherwise.
 *
 * @throws DataError for a table that cannot be used; SpecError when the fit has what our model has not, or was made on other data
 */
export function meridianFit(file: PosteriorFile, table: Table, config: Config): ImportedFit | null {
  const { posterior } = file;
  if (variableOf(posterior, "knot_values") === undefined || paidChannels(file).length === 0) return null;
  const labels = meridianLabels(file, config);
  const { panel, holdout } = buildPanel(table, meridianConfig(file, config, labels, { knots: [0], baselineGeo: null }));
  const problems = dataProblems(file, panel, config, labels);
  if (problems.length > 0) throw new SpecError(problems);
  const own = meridianConfig(file, config, labels, {
    knots: knotsOf(file, panel),
    baselineGeo: baselineGeo(file, panel),
  });
  const spec = resolveSpec(panel, own, { holdout });
  const fit = fitFrom(file, panel, spec, labels);
  const version = file.attributes.meridian_version;
  return {
    fit,
    config: own,
    warmup: warmupOf(file),
    original: {
      software: "Meridian",
      version: version === undefined ? null : String(version),
      ...checked(file, fit, own, labels),
      notes: [],
    },
  };
}

function fitFrom(file: PosteriorFile, panel: Panel, spec: ModelSpec, { labelOf }: MeridianLabels): Fit {
  const effects = spec.meridian?.effects ?? "normal";
  return fitOf(
    panel,
    spec,
    drawsFrom(panel, spec, file, meridianSource(file, { geos: panel.geos, effects, labelOf })),
    file,
  );
}

function dataProblems(file: PosteriorFile, panel: Panel, config: Config, { labelOf }: MeridianLabels): Problem[] {
  const { coordinates } = file.posterior;
  const national = panel.geos.length === 1;
  const sorted = (labels: readonly string[] = []): string[] => labels.toSorted();
  return [
    ...sameLabels(
      "paid channels",
      sorted(config.channels.map(({ name }) => labelOf(name))),
      sorted(paidChannels(file)),
    ),
    ...sameLabels(
      "organic channels",
      sorted(config.organic.map(({ name }) => labelOf(name))),
      sorted(organicChannels(file)),
    ),
    ...sameLabels(
      "treatments",
      sorted((panel.treatments ?? []).map(({ name }) => name)),
      sorted(coordinates.non_media_channel),
    ),
    ...sameLabels("controls", sorted(panel.controls.map(({ name }) => name)), sorted(coordinates.control_variable)),
    ...(national && coordinates.geo?.length === 1
      ? []
      : sameLabels("geos", sorted(panel.geos), sorted(coordinates.geo))),
    ...sameLabels("dates", panel.dates, coordinates.time),
    ...(panel.kpi.values.some(Number.isNaN)
      ? [unsupported("the table lacks the KPI somewhere", "Give the complete table that the fit was made on")]
      : []),
  ];
}

/** Rows of the knots. @throws SpecError when they cannot be told from the time effect */
function knotsOf(file: PosteriorFile, panel: Panel): number[] {
  const { posterior } = file;
  const [effects, knots] = [variableOf(posterior, "mu_t"), variableOf(posterior, "knot_values")];
  const count = knots?.shape[2] ?? 0;
  const rows =
    effects &&
    knots &&
    knotRows(
      valuesOver(file, posterior, effects, [{ name: "time", labels: panel.dates }]),
      valuesOver(file, posterior, knots, [
        { name: "knots", labels: Array.from({ length: count }, (_, knot) => String(knot)) },
      ]),
      panel.dates.length,
    );
  if (rows !== undefined) return rows;
  throw new SpecError([
    unsupported(
      "where the knots stand cannot be told from mu_t",
      "Save the fit with the variables mu_t and knot_values",
    ),
  ]);
}

/** The geo whose intercept is 0 in every draw. */
function baselineGeo(file: PosteriorFile, panel: Panel): string | null {
  const intercepts = variableOf(file.posterior, "tau_g");
  if (intercepts === undefined || panel.geos.length === 1) return null;
  const zero = panel.geos.find((geo) =>
    valuesOver(file, file.posterior, intercepts, [{ name: "geo", labels: [geo] }]).every((value) => value === 0),
  );
  if (zero !== undefined) return zero;
  throw new SpecError([
    unsupported("no geo has an intercept of 0", "Save the fit with the variable tau_g as it was sampled"),
  ]);
}

/**
 * What paid and organic channels and treatments bring, once by what was believed of them and once by the file's coefficients: both
 * are the same only with the scales, transforms and data of the original.
 */
function checked(
  file: PosteriorFile,
  fit: Fit,
  config: Config,
  labels: MeridianLabels,
): { readonly checked: readonly string[]; readonly difference: number | null } {
  const { panel, spec } = fit;
  const believed = spec.channels.some(({ priors }) => priors.coefficient === undefined);
  if (!believed && spec.organic === undefined && spec.treatments === undefined)
    return { checked: [], difference: null };
  const bare = meridianConfig(file, config, labels, {
    knots: config.model.meridian.knots as readonly number[],
    baselineGeo: config.model.meridian.baseline_geo,
    bare: true,
  });
  const theirs = fitFrom(file, panel, resolveSpec(panel, bare, { holdout: spec.holdout ?? [] }), labels).components();
  const compared = fit
    .components()
    .map(({ values }, index) => differenceOf(values, theirs[index]?.values ?? new Float64Array(0)));
  return { checked: ["what its coefficients bring"], difference: Math.max(...compared) };
}
