// A search goes on with newer data in Robyn's manner: its window slides, and it looks near the model that it had found best.
import type { RobynModel } from "../analysis/robyn-report.ts";
import type { Config } from "../data/config/config.ts";
import type { Panel } from "../data/panel.ts";
import { DataError, type Problem, SpecError } from "../errors.ts";
import { resolveSpec } from "../model/resolve-spec.ts";
import { robynOf } from "../model/robyn.ts";
import type { RobynBounds, RobynMediaSpec, RobynSpec } from "../model/robyn-spec.ts";
import type { ModelSpec } from "../model/spec.ts";
import { continuityProblems, type Restatement, restatementProblem, restatements } from "./compare-panels.ts";

export interface RobynRefreshRequest {
  readonly panel: Panel;
  readonly spec: ModelSpec;
  /** Of the earlier run: what its ranges are said in. */
  readonly config: Config;
  /** The earlier run's model that counts most. */
  readonly best: Pick<RobynModel, "hyperparameters" | "shares">;
}

export interface RobynRefreshOptions {
  /** Periods the window slides by; the new periods by default. */
  readonly steps?: number | undefined;
  readonly acceptRestated?: boolean;
  /** In place of a refresh's own. */
  readonly trials?: number | undefined;
  readonly iterations?: number | undefined;
  readonly seed?: number | undefined;
}

export interface RefreshedRobyn {
  readonly spec: ModelSpec;
  /** The earlier run's, with the window and the search of the refresh. */
  readonly config: Config;
  readonly steps: number;
  readonly newPeriods: number;
  readonly restated: readonly Restatement[];
}

/** Fewer and shorter than a first search: it looks in a part of the ranges. */
const refreshSearch = { trials: 3, iterations: 1000 } as const;
/** Newer data than this share of the window ask for a model of their own. */
const mostNew = 0.5;

/**
 * The window keeps its length and slides by `steps`; the decomposition is fitted anew. Each hyperparameter is searched around the best
 * model's, on either side by the share steps / window of its range and not beyond it; lambda alike. In place of the distance to
 * shares of spend stands the change of shares of the prediction since that model.
 *
 * @param panel  the data now, from the run's first date on; see `withHistory`
 * @throws DataError for data that do not go on from the run's, SpecError for a window that cannot slide so far
 */
export function refreshRobyn(
  previous: RobynRefreshRequest,
  panel: Panel,
  options: RobynRefreshOptions = {},
): RefreshedRobyn {
  const others = continuityProblems(previous.panel, panel);
  const restated = others.length > 0 ? [] : restatements(previous.panel, panel);
  const problems = [...others, ...(options.acceptRestated === true ? [] : restated.map(restatementProblem))];
  if (problems.length > 0) throw new DataError(problems);

  const before = robynOf(previous.spec);
  const newPeriods = panel.dates.length - previous.panel.dates.length;
  const steps = options.steps ?? newPeriods;
  const length = before.window.to - before.window.from;
  const asked = stepProblems({ steps, length, end: before.window.to, periods: panel.dates.length });
  if (asked.length > 0) throw new SpecError(asked);

  const { from, to } = { from: before.window.from + steps, to: before.window.to + steps };
  const { model, sampler } = previous.config;
  const config: Config = {
    ...previous.config,
    model: {
      ...model,
      robyn: {
        ...model.robyn,
        window: { from: panel.dates[from], to: panel.dates[to - 1] },
        trials: options.trials ?? refreshSearch.trials,
        iterations: options.iterations ?? refreshSearch.iterations,
      },
    },
    sampler: { ...sampler, seed: options.seed ?? sampler.seed },
  };
  const resolved = resolveSpec(panel, config);
  return {
    spec: { ...resolved, robyn: nearBest(robynOf(resolved), before, previous.best, steps / length, steps) },
    config,
    steps,
    newPeriods,
    restated,
  };
}

interface Slide {
  readonly steps: number;
  /** Of the window. */
  readonly length: number;
  readonly end: number;
  readonly periods: number;
}

function stepProblems({ steps, length, end, periods }: Slide): Problem[] {
  const problem = (found: string, remedy: string): Problem => ({
    code: "refresh-options",
    severity: "error",
    found,
    remedy,
  });
  if (!Number.isInteger(steps) || steps < 1) {
    return [
      problem(
        `the window would slide by ${steps} periods`,
        "Give data that go on, or say by how many periods to slide",
      ),
    ];
  }
  if (end + steps > periods) {
    const room = periods - end;
    return [
      problem(`the window would slide by ${steps} periods, but only ${room} follow it`, `Slide by at most ${room}`),
    ];
  }
  if (steps > mostNew * length) {
    return [
      problem(
        `${steps} of the window's ${length} periods would be new, more than half`,
        "Train a new run: there is too little left of what the earlier one had seen",
      ),
    ];
  }
  return [];
}

function nearBest(
  now: RobynSpec,
  before: RobynSpec,
  { hyperparameters, shares }: RobynRefreshRequest["best"],
  freedom: number,
  steps: number,
): RobynSpec {
  const near = (range: RobynBounds | undefined, name: string): RobynBounds | undefined => {
    const value = hyperparameters[name];
    return range === undefined || value === undefined ? range : around(value, range, freedom);
  };
  const media = now.media.map((series): RobynMediaSpec => {
    // A refresh of a refresh keeps to the ranges of the first: those of the configuration.
    const { name, alpha, gamma, theta, shape, scale } = series;
    return {
      ...series,
      alpha: near(alpha, `${name}_alphas`) ?? alpha,
      gamma: near(gamma, `${name}_gammas`) ?? gamma,
      ...defined({
        theta: near(theta, `${name}_thetas`),
        shape: near(shape, `${name}_shapes`),
        scale: near(scale, `${name}_scales`),
      }),
    };
  });
  return {
    ...now,
    // Weights of a Weibull adstock would change with the length of the data.
    adstockPeriods: before.adstockPeriods,
    media,
    penalty: { ...now.penalty, lambda: near(now.penalty.lambda, "lambda") ?? now.penalty.lambda },
    refresh: { previousShares: shares, steps },
  };
}

/** `freedom` of the range on either side of a value, within the range. */
function around(value: number, [low, high]: RobynBounds, freedom: number): RobynBounds {
  const reach = freedom * (high - low);
  return [Math.min(high, Math.max(low, value - reach)), Math.max(low, Math.min(high, value + reach))];
}

/** Without the keys whose value is undefined. */
function defined<Value extends object>(value: Value): { [Key in keyof Value]?: Exclude<Value[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as {
    [Key in keyof Value]?: Exclude<Value[Key], undefined>;
  };
}
