// A run's specification for the data as they are now: everything that was measured stays, and what must grow grows.
import type { Draws } from "@carryover/engine";
import type { Panel } from "../data/panel.ts";
import { DataError, type Problem, SpecError } from "../errors.ts";
import type { ModelSpec, Scales } from "../model/spec.ts";
import { continuityProblems, type Restatement, restatementProblem, restatements } from "./compare-panels.ts";
import { growSpec } from "./grow-spec.ts";
import { refreshHoldout } from "./holdout-cells.ts";
import { posteriorPriors } from "./posterior-priors.ts";

/** What a refresh goes on from. */
export interface PreviousRun {
  readonly panel: Panel;
  readonly spec: ModelSpec;
  /** Needed where the posterior becomes the prior. */
  readonly draws?: Draws;
}

export interface RefreshOptions {
  /** `spec`: the run's own priors, and all data it had seen and what is new. `posterior`: its posterior, and what is new alone. */
  readonly prior?: "spec" | "posterior";
  /** With `posterior`: in (0, 1], what its variances are divided by; 1, the default, takes it at its word. */
  readonly discount?: number;
  /** Only so many of the latest periods count; all by default. */
  readonly window?: number | undefined;
  /** Takes a past that differs from what the run was fitted to. */
  readonly acceptRestated?: boolean;
  /** Cells of the panel to hold out besides those of the run. */
  readonly holdout?: readonly number[];
}

export interface RefreshedSpec {
  readonly spec: ModelSpec;
  readonly newPeriods: number;
  /** Periods whose KPI counts in the likelihood, in whole or in part. */
  readonly seenPeriods: number;
  /** What of the past was changed; empty unless accepted. */
  readonly restated: readonly Restatement[];
  readonly addedKnots: number;
  /** Smooth functions whose basis was widened. */
  readonly widened: readonly string[];
}

/**
 * The specification of a refresh. Transforms, priors, scales, the window on which ROI is defined, changepoints and the
 * holidays that have an effect of their own stay to the bit; knots and the bases of smooth functions grow (`growSpec`). The
 * spend of a channel whose past was restated is summed anew over the window of the scales, so that its ROI stays money per
 * money spent there.
 *
 * @param panel  the data now, from the run's first date on; see `withHistory`
 * @throws DataError with everything that makes the data others than the run's, SpecError for what cannot be asked
 */
export function refreshSpec(previous: PreviousRun, panel: Panel, options: RefreshOptions = {}): RefreshedSpec {
  const { prior = "spec", discount = 1, window, acceptRestated = false, holdout: heldOut = [] } = options;
  const others = continuityProblems(previous.panel, panel);
  const restated = others.length > 0 ? [] : restatements(previous.panel, panel);
  const problems = [...others, ...(acceptRestated ? [] : restated.map(restatementProblem))];
  if (problems.length > 0) throw new DataError(problems);

  const [before, periods] = [previous.panel.dates.length, panel.dates.length];
  const grown = growSpec(previous.spec, periods);
  const asked = optionProblems({ prior, discount, window, hasDraws: previous.draws !== undefined, before, periods });
  if (prior === "posterior" && grown.widened.length > 0) asked.push(widenedProblem(grown.widened));
  if (asked.length > 0) throw new SpecError(asked);

  const parts =
    prior === "posterior" && previous.draws !== undefined
      ? posteriorPriors(previous.panel, previous.spec, previous.draws, discount)
      : {};
  const cells = { geos: panel.geos.length, before, periods };
  const silenced = refreshHoldout({
    ...cells,
    previous: previous.spec.silenced ?? [],
    posteriorAsPrior: prior === "posterior",
    window,
  });
  const kept = refreshHoldout({ ...cells, previous: previous.spec.holdout ?? [], posteriorAsPrior: false });
  const holdout = [...new Set([...kept, ...heldOut])].toSorted((one, other) => one - other);
  const { silenced: _silenced, holdout: _holdout, ...rest } = grown.spec;
  const spec: ModelSpec = {
    ...rest,
    ...parts,
    scales: restatedSpend(previous.spec, panel, restated, holdout),
    ...(holdout.length === 0 ? {} : { holdout }),
    ...(silenced.length === 0 ? {} : { silenced }),
  };
  const unseen = new Set([...holdout, ...silenced]);
  const isSeen = (_: string, t: number): boolean => panel.geos.some((_geo, geo) => !unseen.has(geo * periods + t));
  return {
    spec,
    newPeriods: periods - before,
    seenPeriods: panel.dates.filter(isSeen).length,
    restated,
    addedKnots: grown.addedKnots,
    widened: grown.widened,
  };
}

interface Asked {
  readonly prior: "spec" | "posterior";
  readonly discount: number;
  readonly window: number | undefined;
  readonly hasDraws: boolean;
  readonly before: number;
  readonly periods: number;
}

function optionProblems({ prior, discount, window, hasDraws, before, periods }: Asked): Problem[] {
  const problems: Problem[] = [];
  const add = (found: string, remedy: string): void => {
    problems.push({ code: "refresh-options", severity: "error", found, remedy });
  };
  if (!(discount > 0 && discount <= 1)) {
    add(`a discount of ${discount} would not leave a prior`, "Choose one above 0 and at most 1");
  }
  if (
    window !== undefined &&
    !(Number.isInteger(window) && window >= Math.max(1, periods - before) && window <= periods)
  ) {
    add(
      `a window of ${window} periods, of which ${periods - before} are new and ${periods} are there`,
      `Choose a whole number from ${Math.max(1, periods - before)} to ${periods}`,
    );
  }
  if (prior === "spec") return problems;
  if (!hasDraws) add("there are no draws to make a prior of", "Refresh with the priors of the specification");
  if (periods === before) {
    add(
      "there is no new period, and the posterior has seen all others",
      "Give data that go on, or refresh with the priors of the specification",
    );
  }
  if (window !== undefined) {
    add(
      "a window cannot be told apart from what the posterior has seen: with it as the prior only new periods count",
      "Leave one of them out",
    );
  }
  return problems;
}

function widenedProblem(widened: readonly string[]): Problem {
  return {
    code: "refresh-basis",
    severity: "error",
    found: `the time-varying ${widened.join(" and ")} must be told by other functions of time than before, because the new periods go beyond what theirs reach; their posterior says nothing about those`,
    remedy: "Refresh with the priors of the specification",
  };
}

/** The frozen scales; the spend of a restated channel summed over the cells that scales are measured on. */
function restatedSpend(
  { channels, scales }: ModelSpec,
  panel: Panel,
  restated: readonly Restatement[],
  holdout: readonly number[],
): Scales {
  const changed = new Set(restated.filter(({ series }) => series === "spend").map(({ name }) => name));
  if (changed.size === 0) return scales;
  const periods = panel.dates.length;
  const held = new Set(holdout);
  const isMeasured = (cell: number): boolean =>
    cell % periods < scales.trainedPeriods && !held.has(cell) && !Number.isNaN(panel.kpi.values[cell]);
  const spend = channels.map(({ name }, index) => {
    const series = changed.has(name) ? panel.media.find((media) => media.name === name) : undefined;
    return series?.spend.reduce((sum, value, cell) => (isMeasured(cell) ? sum + value : sum), 0) ?? scales.spend[index];
  });
  return { ...scales, spend };
}
