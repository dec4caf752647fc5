// A model of Meta's Robyn, read from its JSON, as a fit of our model of the same kind: an ensemble of one.
import {
  buildPanel,
  type Config,
  type EnsembleFacts,
  type EnsembleMember,
  ensembleDraws,
  type Fit,
  fitFromDraws,
  type ModelSpec,
  type Panel,
  type Problem,
  resolveSpec,
  SpecError,
  type Table,
} from "@carryover/mmm";
import { type ImportedFit, sameLabels, sameSeries, unsupported } from "./imported-fit.ts";
import type { RobynExport } from "./robyn-export.ts";
import { listedWords, otherWords, withWords } from "./robyn-factors.ts";
import { inflexions } from "./robyn-inflexions.ts";
import { type RobynNames, robynConfig, robynNames } from "./robyn-settings.ts";

/** @throws DataError for a table that cannot be used; SpecError when the model has what ours has not, or was made on other data */
export function robynFit(exported: RobynExport, table: Table, config: Config): ImportedFit {
  const names = robynNames(exported, config);
  const own = robynConfig(exported, config);
  const { panel, holdout } = buildPanel(table, own);
  const problems = dataProblems(exported, panel, own, names);
  if (problems.length > 0) throw new SpecError(problems);
  const words = listedWords(exported, own, panel);
  const { spec, effects } = withWords(resolveSpec(panel, own, { holdout }), panel, words);
  const window = spec.robyn?.window ?? { from: 0, to: panel.dates.length };
  const candidates = inflexions(exported, panel, spec, names).map((inflexion) => {
    const model = { ...withFactors(memberOf(exported, panel, names), exported, effects), inflexions: inflexion };
    const fit = withNoise(exported, panel, spec, model, window);
    return { fit, difference: differenceOf(exported, fit, names, window) };
  });
  // Which of the two rules for the inflexion a version has is told by what its media brought.
  const best = candidates.reduce((left, right) => ((right.difference ?? 0) < (left.difference ?? 0) ? right : left));
  return {
    fit: best.fit,
    config: own,
    warmup: 0,
    original: {
      software: "Robyn",
      version: exported.version,
      checked: best.difference === null ? [] : ["what its media and context bring"],
      difference: best.difference,
      notes: decompositionNotes(exported, best.fit, window),
    },
  };
}

function dataProblems(exported: RobynExport, panel: Panel, config: Config, names: RobynNames): Problem[] {
  const listed = listedWords(exported, config, panel);
  const isWord = (name: string): boolean => listed.some(({ controls }) => controls.some((each) => each.name === name));
  const context = [
    ...[...panel.controls, ...(panel.treatments ?? [])].map(({ name }) => name).filter((name) => !isWord(name)),
    ...listed.map(({ column }) => column),
  ];
  const used = exported.context.filter(
    (name) =>
      !(exported.factors.includes(name) && exported.terms.get(name)?.coefficient === 0) || context.includes(name),
  );
  const sorted = (labels: readonly string[]): string[] => labels.toSorted();
  const labels = [
    ...sameLabels(
      "paid channels",
      sorted(config.channels.map(({ name }) => names.termOf(name))),
      sorted(exported.paid.map(({ spend, exposure }) => (exported.terms.has(spend) ? spend : exposure))),
    ),
    ...sameLabels(
      "organic channels",
      sorted(config.organic.map(({ name }) => names.termOf(name))),
      sorted(exported.organic),
    ),
    ...sameLabels("context variables", sorted(context), sorted(used)),
    ...used
      .filter((name) => exported.factors.includes(name) && !context.includes(name))
      .map((name) =>
        unsupported(
          `the model has ${name}, a column of words, which the configuration lists none of`,
          `List all of them but the usual one as controls, { column: ${name}, is: … }`,
        ),
      ),
    ...(panel.geos.length > 1
      ? [unsupported(`the table has ${panel.geos.length} geos, the model one`, "Give the table of the whole")]
      : []),
  ];
  const { data } = exported;
  if (labels.length > 0 || data === null) return labels;
  const column = (name: string): number[] | undefined => data.get(name)?.map(Number);
  return [
    ...sameLabels("dates", panel.dates, data.get(exported.date)?.map(String)),
    ...sameSeries("the KPI", panel.kpi.values, column(exported.kpi)),
    ...panel.media.flatMap(({ name, spend }) => sameSeries(`spend of ${name}`, spend, column(names.spendOf(name)))),
    ...(panel.organic ?? []).flatMap(({ name, exposure }) => sameSeries(name, exposure, column(names.termOf(name)))),
    ...panel.controls.flatMap(({ name, values }) => sameSeries(name, values, column(name))),
  ];
}

type Member = Omit<EnsembleMember, "inflexions" | "residualScale">;

/** The exported numbers by our names; treatments count against their baseline, so the intercept takes the rest. */
function memberOf(exported: RobynExport, panel: Panel, { termOf, hyperparametersOf }: RobynNames): Member {
  const coefficient = (term: string): number => exported.terms.get(term)?.coefficient ?? 0;
  const series = [...panel.media, ...(panel.organic ?? [])].map(({ name }) => name);
  const treatments = panel.treatments ?? [];
  const plain = [...exported.parts, ...panel.controls.map(({ name }) => name), ...treatments.map(({ name }) => name)];
  return {
    hyperparameters: Object.fromEntries(
      series.flatMap((name) =>
        ["alphas", "gammas", "thetas", "shapes", "scales"].flatMap((suffix): [string, number][] => {
          const [value] = hyperparametersOf(name, [suffix]);
          return value === undefined ? [] : [[`${name}_${suffix}`, value]];
        }),
      ),
    ),
    coefficients: Object.fromEntries([
      ...series.map((name) => [name, coefficient(termOf(name))] as const),
      ...plain.map((name) => [name, coefficient(name)] as const),
    ]),
    intercept: treatments.reduce(
      (sum, { name, baseline }) => sum + coefficient(name) * baseline,
      coefficient("(Intercept)"),
    ),
  };
}

interface Rows {
  readonly from: number;
  readonly to: number;
}

/** The file does not hold the noise: it is what the model leaves over in its window. */
function withNoise(
  exported: RobynExport,
  panel: Panel,
  spec: ModelSpec,
  model: Omit<EnsembleMember, "residualScale">,
  { from, to }: Rows,
): Fit {
  const facts: EnsembleFacts = {
    models: 1,
    evaluations: exported.evaluations,
    trials: exported.trials,
    unsettled: exported.unsettled,
    bootstrapped: false,
  };
  const fitWith = (residualScale: number, draws: number): Fit =>
    fitFromDraws(panel, spec, ensembleDraws(spec, new Array<EnsembleMember>(draws).fill({ ...model, residualScale })), {
      interrupted: false,
      timings: { samplingSeconds: 0, gradientEvaluations: 0 },
      ensemble: facts,
    });
  const { values } = fitWith(1, 1).outcome({ exposure: panel.media.map(({ exposure }) => exposure) });
  let squares = 0;
  for (let row = from; row < to; row += 1) squares += ((panel.kpi.values[row] ?? 0) - (values[row] ?? 0)) ** 2;
  return fitWith(Math.sqrt(squares / (to - from)), spec.robyn?.ensemble?.draws ?? 1);
}

/** Sum of each component over the window, in the first draw: all draws are the same model. */
function brought(fit: Fit, { from, to }: Rows): ReadonlyMap<string, number> {
  const parts = fit.components({ maxDraws: 1 });
  return new Map(
    parts.map(({ name, group, values }) => [
      `${group} ${name}`,
      values.subarray(from, to).reduce((sum, value) => sum + value, 0),
    ]),
  );
}

/** What media, organic channels and context bring over the window against the file's own sums; null when it has none. */
function differenceOf(exported: RobynExport, fit: Fit, { termOf }: RobynNames, window: Rows): number | null {
  const ours = brought(fit, window);
  const { panel } = fit;
  const sums: (readonly [number, number | undefined])[] = [
    ...panel.media.map(
      ({ name }) => [ours.get(`media ${name}`) ?? Number.NaN, exported.terms.get(termOf(name))?.brought] as const,
    ),
    ...(panel.organic ?? []).map(
      ({ name }) => [ours.get(`organic ${name}`) ?? Number.NaN, exported.terms.get(termOf(name))?.brought] as const,
    ),
    ...(panel.controls.length === 0
      ? []
      : [[ours.get("controls controls") ?? Number.NaN, total(exported, panel.controls)] as const]),
  ];
  const known = sums.flatMap(([own, theirs]) =>
    theirs === undefined ? [] : [Math.abs(own - theirs) / Math.max(Math.abs(theirs), 1)],
  );
  return known.length === 0 ? null : Math.max(...known);
}

/** Words as controls of their own: the effect of each beyond that of all others, which goes to the intercept. */
function withFactors(
  model: Member,
  { terms }: RobynExport,
  effects: ReadonlyMap<string, Readonly<Record<string, number>>>,
): Member {
  let { intercept } = model;
  const coefficients = { ...model.coefficients };
  for (const [column, words] of effects) {
    const times = terms.get(column)?.coefficient ?? 0;
    const { [otherWords]: other = 0, ...listed } = words;
    intercept += times * other;
    for (const [word, effect] of Object.entries(listed)) coefficients[word] = times * (effect - other);
  }
  return { ...model, intercept, coefficients };
}

function total(exported: RobynExport, series: readonly { readonly name: string }[]): number | undefined {
  const sums = series.map(({ name }) => exported.terms.get(name)?.brought);
  return sums.every((sum) => sum !== undefined) ? sums.reduce((all, sum) => all + sum, 0) : undefined;
}

const partComponents: Readonly<Record<string, string>> = {
  trend: "trend trend",
  season: "seasonality yearly season",
  weekday: "seasonality day of week",
  monthly: "seasonality monthly season",
  holiday: "holidays holidays",
};

/** The columns of the decomposition are not in the file: how far ours take its sums apart. */
function decompositionNotes(exported: RobynExport, fit: Fit, window: Rows): string[] {
  const ours = brought(fit, window);
  const kpi = fit.panel.kpi.values.subarray(window.from, window.to).reduce((sum, value) => sum + Math.abs(value), 0);
  const apart = exported.parts.map((part) =>
    Math.abs((ours.get(partComponents[part] ?? "") ?? 0) - (exported.terms.get(part)?.brought ?? 0)),
  );
  if (apart.length === 0 || kpi === 0) return [];
  const share = (100 * Math.max(...apart)) / kpi;
  return [
    `The file does not hold its columns of ${exported.parts.join(", ")}: they were made anew, and bring the same to ${share.toPrecision(1)} % of the KPI.`,
  ];
}
