// Robyn's simulated weekly data as a configuration asks for them, and a fit whose models the test states.
import type { Config } from "../../src/data/config/config.ts";
import { panelDigest } from "../../src/data/digest.ts";
import type { Panel } from "../../src/data/panel.ts";
import { parseConfig } from "../../src/data/parse-config.ts";
import type { Fit } from "../../src/fit.ts";
import type { Candidate } from "../../src/frameworks/robyn/candidate.ts";
import { fitFromSearch } from "../../src/frameworks/robyn/fit-from-search.ts";
import type { RobynSearch } from "../../src/frameworks/robyn/search-result.ts";
import { adstock } from "../../src/media/adstock.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { robynOf } from "../../src/model/robyn.ts";
import type { ModelSpec } from "../../src/model/spec.ts";
import { robynPort, robynWeeklyPanel } from "./robyn-weekly.ts";

const thetas: Readonly<Record<string, readonly [number, number]>> = {
  tv_S: [0.3, 0.8],
  ooh_S: [0.1, 0.4],
  print_S: [0.1, 0.4],
  facebook_S: [0, 0.3],
  search_S: [0, 0.3],
};

/** The tutorial's settings, with `changes` to model.robyn. */
export function robynWeeklyConfig(changes: object = {}): Config {
  return parseConfig({
    data: {
      path: "weekly.csv",
      date: "DATE",
      kpi: { column: "revenue", kind: "revenue" },
      currency: "EUR",
    },
    channels: Object.entries(thetas).map(([name, theta]) => ({ name, spend: name, robyn: { theta } })),
    organic: [{ name: "newsletter", exposure: "newsletter", robyn: { theta: [0.1, 0.4] } }],
    controls: ["competitor_sales_B", "events"],
    model: {
      kind: "robyn",
      holidays: "DE",
      robyn: {
        window: { from: "2016-01-01", to: "2018-12-31" },
        decomposition: ["trend", "season", "holiday"],
        trials: 2,
        iterations: 100,
        ...changes,
      },
    },
    sampler: { seed: 7 },
  });
}

/** Exposure is spend, as where no exposure is given. */
export function weeklyPanel(): Panel {
  const panel = robynWeeklyPanel();
  const media = panel.media.map((series) => ({ ...series, spend: series.exposure }));
  return { ...panel, media, digest: panelDigest({ ...panel, media }) };
}

/** A model as the original's Python port tells it. */
interface PortModel {
  readonly id: string;
  readonly hyperparameters: Readonly<Record<string, number>>;
  readonly lambda: number;
  readonly coefficients: Readonly<Record<string, number>>;
}

/** A model of the original's, by its hyperparameters and coefficients; inflexions measured on the window. */
export function statedModel(
  panel: Panel,
  spec: ModelSpec,
  { id, hyperparameters, lambda, coefficients }: PortModel,
  place: number,
): Candidate {
  const { window } = robynOf(spec);
  const series = [...panel.media, ...(panel.organic ?? [])];
  const inflexions = Object.fromEntries(
    series.map(({ name, exposure }) => {
      const adstocked = adstock({ kind: "geometric", window: null, normalize: false }, exposure, [
        hyperparameters[`${name}_thetas`],
      ]);
      return [name, hyperparameters[`${name}_gammas`] * Math.max(...adstocked.subarray(window.from, window.to))];
    }),
  );
  const accuracy = { nrmse: 0.05, rSquared: 0.94 };
  return {
    id,
    trial: 1,
    iteration: place,
    hyperparameters,
    lambda,
    intercept: coefficients.intercept ?? 0,
    coefficients,
    inflexions,
    shares: {},
    effectShares: {},
    returnOnSpend: {},
    train: accuracy,
    residualScale: 100_000 * place,
    nrmse: 0.05,
    rssd: 0.3,
    mapeLift: 0,
  };
}

/** A search that selected these models, of those the original found, with these weights. */
export function statedSearch(candidates: readonly Candidate[], weights: readonly number[]): RobynSearch {
  const each = candidates.map((_, index) => index + 1);
  return {
    evaluations: {
      trial: each.map(() => 1),
      iteration: each,
      nrmse: candidates.map(({ nrmse }) => nrmse),
      rssd: candidates.map(({ rssd }) => rssd),
      mapeLift: each.map(() => 0),
      front: each.map(() => 1),
    },
    candidates,
    errorScores: each.map((value) => value / 10),
    fronts: 1,
    firstFront: candidates.map(({ id }) => id),
    clusters: candidates.map(({ id }, index) => ({
      cluster: index + 1,
      members: [id],
      winner: id,
      returnOnSpend: {},
    })),
    selected: candidates.map(({ id }, index) => ({
      id,
      cluster: index + 1,
      errorScore: (index + 1) / 10,
      weight: weights[index],
    })),
    convergence: [],
    hypervolume: 0.5,
    lambdaRange: [1, 2],
    interrupted: false,
    searchSeconds: 1,
    selectionSeconds: 0.1,
  };
}

/** A fit of the original's models on our decomposition. */
export function statedRobynFit(weights: readonly number[] = [0.7, 0.3], draws = 40): Fit {
  const panel = weeklyPanel();
  const spec = resolveSpec(panel, robynWeeklyConfig());
  const candidates = weights.map((_, place) => statedModel(panel, spec, robynPort.solutions[place], place + 1));
  return fitFromSearch(panel, spec, statedSearch(candidates, weights), { draws });
}
