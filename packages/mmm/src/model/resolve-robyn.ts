// From a configuration and a panel to the frozen specification of a search in Robyn's manner.
import type { Config, ConfigChannel } from "../data/config/config.ts";
import type { CoefficientSign, ConfigRobyn, ConfigRobynChannel, DecompositionPart } from "../data/config/frameworks.ts";
import type { Panel } from "../data/panel.ts";
import { type Decomposition, decompositionColumns } from "../design/decomposition.ts";
import { fitDecomposition } from "../design/fit-decomposition.ts";
import { SpecError } from "../errors.ts";
import type { AdstockSpec } from "../media/adstock.ts";
import { normalPrior } from "./effects.ts";
import { robynLifts } from "./robyn-lifts.ts";
import { robynProblems } from "./robyn-problems.ts";
import type { RobynBounds, RobynMediaSpec, RobynRegressorSpec, RobynSign, RobynSpec } from "./robyn-spec.ts";
import { type RobynWindow, robynWindow } from "./robyn-window.ts";
import type { ChannelSpec, ModelSpec } from "./spec.ts";

/** Ranges that are searched where a channel states none; `shape` is that of a density or of a survival product. */
const defaultRanges: {
  readonly alpha: RobynBounds;
  readonly gamma: RobynBounds;
  readonly theta: RobynBounds;
  readonly scale: RobynBounds;
  readonly shape: { readonly "weibull-pdf": RobynBounds; readonly "weibull-cdf": RobynBounds };
} = {
  alpha: [0.5, 3],
  gamma: [0.3, 1],
  theta: [0, 0.8],
  scale: [0, 0.1],
  shape: { "weibull-pdf": [0.0001, 10], "weibull-cdf": [0.0001, 2] },
};

/** Nothing is drawn from a prior in a search: what a specification must state is left wide. */
const unused = normalPrior(0, 1);

/** @throws SpecError with everything that Robyn's model cannot do with this panel or configuration */
export function resolveRobyn(panel: Panel, config: Config, holdout: readonly number[]): ModelSpec {
  const { robyn, holidays } = config.model;
  const window = robynWindow(panel, robyn);
  const parts = decompositionParts(panel, config);
  const problems = robynProblems({ panel, config, holdout, window, parts });
  if (problems.length > 0 || window === undefined) throw new SpecError(problems);

  const unseen = new Set(holdout);
  const known = panel.kpi.values.map((value, cell) => (unseen.has(cell) ? Number.NaN : value));
  const decomposition =
    parts.length === 0
      ? undefined
      : fitDecomposition({
          dates: panel.dates,
          values: known,
          frequency: panel.frequency,
          country: holidays,
          parts,
        });
  const costs = panel.media.map(({ exposure, spend }) => costPerExposure(exposure, spend, window));
  const search = searchSpec(panel, config, { window, decomposition, costs });
  const outside = panel.dates.flatMap((_, row) =>
    (row < window.from || row >= window.to) && !unseen.has(row) ? [row] : [],
  );
  const ofChannel = ({ name }: { readonly name: string }): ChannelSpec => channelSpec(name, search);
  const organic = panel.organic ?? [];
  const treatments = panel.treatments ?? [];
  return {
    kind: "robyn",
    channels: panel.media.map(ofChannel),
    ...(organic.length === 0 ? {} : { organic: organic.map(ofChannel) }),
    ...(treatments.length === 0
      ? {}
      : {
          treatments: treatments.map(({ name, baseline }) => ({ name, baseline, center: 0, scale: 1, prior: unused })),
        }),
    intercept: unused,
    trend: { kind: "none", prior: unused },
    seasonality: {
      yearlyOrder: 0,
      anchor: "calendar",
      prior: unused,
      dayOfWeek: false,
      dayOfWeekPrior: unused,
    },
    holidays: { country: null, prior: unused },
    controls: Object.fromEntries(panel.controls.map(({ name }) => [name, unused])),
    noise: unused,
    scales: {
      kpi: 1,
      media: costs.map((cost) => 1 / cost),
      ...(organic.length === 0 ? {} : { organic: organic.map(() => 1) }),
      spend: panel.media.map(({ spend }) => sumOver(spend, window)),
      controls: panel.controls.map(() => ({ center: 0, scale: 1 })),
      trainedFrom: panel.dates[0],
      trainedPeriods: panel.dates.length,
    },
    ...(holdout.length === 0 ? {} : { holdout }),
    ...(outside.length === 0 ? {} : { silenced: outside }),
    robyn: search,
    dataDigest: panel.digest,
  };
}

/** Parts asked for; without a word on it trend and season, holidays where there is a country, weekdays of daily data. */
function decompositionParts({ frequency }: Panel, { model: { robyn, holidays } }: Config): DecompositionPart[] {
  if (robyn.decomposition !== null) return [...new Set(robyn.decomposition)];
  return [
    "trend",
    "season",
    ...(frequency === "daily" ? (["weekday"] as const) : []),
    ...(holidays === null ? [] : (["holiday"] as const)),
  ];
}

interface Measured {
  readonly window: RobynWindow;
  readonly decomposition: Decomposition | undefined;
  readonly costs: readonly number[];
}

function searchSpec(panel: Panel, config: Config, { window, decomposition, costs }: Measured): RobynSpec {
  const { robyn } = config.model;
  const mixing = { ridge: 0, lasso: 1, "elastic-net": robyn.mixing }[robyn.penalty];
  return {
    window,
    adstock: robyn.adstock,
    adstockPeriods: panel.dates.length + (panel.history?.periods ?? 0),
    media: [
      ...panel.media.map(({ name }, index) => mediaSpec(name, "paid", config, costs[index])),
      ...(panel.organic ?? []).map(({ name }) => mediaSpec(name, "organic", config, 1)),
    ],
    regressors: regressors(panel, robyn, decomposition),
    ...(decomposition === undefined ? {} : { decomposition }),
    penalty: { mixing, lambda: [0, 1], lambdaMinRatio: 0.0001, searchFactors: robyn.penalty_factors },
    intercept: "non-negative",
    ...(robyn.validation ? { validation: { trainShare: robyn.train_share } } : {}),
    lifts: robynLifts(panel, robyn, window).lifts,
    objectives: {
      weights: {
        nrmse: robyn.objective_weights.nrmse,
        rssd: robyn.objective_weights.rssd,
        mapeLift: robyn.objective_weights.lift,
      },
      zeroEffectPenalty: robyn.zero_effect_penalty,
    },
    ensemble: { draws: robyn.draws, bootstrap: robyn.bootstrap },
    search: {
      trials: robyn.trials,
      iterations: robyn.iterations,
      seed: config.sampler.seed,
      fronts: "auto",
      candidates: robyn.candidates,
      clusters: robyn.clusters ?? "auto",
    },
  };
}

function mediaSpec(name: string, kind: "paid" | "organic", config: Config, cost: number): RobynMediaSpec {
  const ranges = rangesOf(name, kind, config);
  const { adstock, signs } = config.model.robyn;
  return {
    name,
    kind,
    sign: signOf(signs[name] ?? "positive"),
    costPerExposure: cost,
    alpha: ranges.alpha ?? defaultRanges.alpha,
    gamma: ranges.gamma ?? defaultRanges.gamma,
    ...(adstock === "geometric"
      ? { theta: ranges.theta ?? defaultRanges.theta }
      : {
          shape: ranges.shape ?? defaultRanges.shape[adstock],
          scale: ranges.scale ?? defaultRanges.scale,
        }),
  };
}

function rangesOf(name: string, kind: "paid" | "organic", { channels, organic }: Config): ConfigRobynChannel {
  const stated: readonly Pick<ConfigChannel, "name" | "robyn">[] = kind === "paid" ? channels : organic;
  const none = { theta: null, alpha: null, gamma: null, shape: null, scale: null };
  return stated.find((each) => each.name === name)?.robyn ?? none;
}

function regressors(
  panel: Panel,
  { signs }: ConfigRobyn,
  decomposition: Decomposition | undefined,
): RobynRegressorSpec[] {
  const columns = decomposition === undefined ? [] : decompositionColumns(decomposition, panel.dates);
  const signed = (name: string): RobynSign => signOf(signs[name] ?? "free");
  return [
    ...columns.map(({ name, values }) => ({
      name,
      kind: "decomposition" as const,
      sign: signed(name),
      values: Array.from(values),
    })),
    ...panel.controls.map(({ name }) => ({ name, kind: "control" as const, sign: signed(name) })),
    ...(panel.treatments ?? []).map(({ name, baseline }) => ({
      name,
      kind: "treatment" as const,
      sign: signed(name),
      baseline,
    })),
  ];
}

function signOf(sign: CoefficientSign): RobynSign {
  return sign === "free" ? "default" : sign;
}

/** The transforms as other parts of the program know them. */
function channelSpec(name: string, { adstock, adstockPeriods }: RobynSpec): ChannelSpec {
  const kinds: Readonly<Record<RobynSpec["adstock"], AdstockSpec>> = {
    geometric: { kind: "geometric", window: null, normalize: false },
    "weibull-pdf": { kind: "weibull-pdf", window: adstockPeriods, normalize: false },
    "weibull-cdf": { kind: "weibull-cdf", window: adstockPeriods, normalize: false },
  };
  return {
    name,
    adstock: kinds[adstock],
    saturation: { kind: "hill" },
    order: "adstock-first",
    priors: {},
  };
}

/** Money per unit of exposure over the window; exactly 1 where exposure is spend. */
function costPerExposure(exposure: Float64Array, spend: Float64Array, window: RobynWindow): number {
  return exposure === spend ? 1 : sumOver(spend, window) / sumOver(exposure, window);
}

function sumOver(values: Float64Array, { from, to }: RobynWindow): number {
  return values.subarray(from, to).reduce((sum, value) => sum + value, 0);
}
