// Scenarios side by side with the plan as it is: outcome, difference, money and what is carried out of the horizon.
import { intervalOfSorted, meanOf, shareAboveZero } from "../analysis/estimates.ts";
import { isWorthKnown } from "../analysis/kpi-worth.ts";
import { sum } from "../analysis/totals.ts";
import { continuePanel } from "../data/continue-panel.ts";
import { type Problem, SpecError } from "../errors.ts";
import { type Fit, thinnedDraws } from "../fit.ts";
import { applyScenario, type PlanSetting } from "./apply-scenario.ts";
import { beyondData } from "./beyond-data.ts";
import type {
  BaseOutcome,
  ChannelOutcome,
  Difference,
  Forecast,
  Interval,
  OutcomeSeries,
  PlanOutcome,
  ScenarioComparison,
  ScenarioOutcome,
} from "./comparison.ts";
import { formatChange } from "./format-scenario.ts";
import { type FutureRules, futureOf } from "./future.ts";
import type { FutureTable } from "./future-table.ts";
import type { Horizon } from "./periods-in-window.ts";
import { type PlanDraws, planDraws } from "./plan-draws.ts";
import { carryoverPeriods } from "./plan-horizon.ts";
import type { Scenario } from "./scenario.ts";
import { planOf, type ScenarioPlan } from "./scenario-plan.ts";

export interface ComparisonRequest {
  readonly scenarios: readonly Scenario[];
  /** Of `planHorizon`. */
  readonly horizon: Horizon;
  /** How the periods after the data are filled. */
  readonly rules?: FutureRules;
  readonly table?: FutureTable | undefined;
  /** Mass of the intervals, in (0, 1). */
  readonly level?: number;
  readonly maxDraws?: number;
  /** Of the scatter of observations. */
  readonly seed?: number;
  readonly onProgress?: (share: number) => Promise<void> | void;
}

/** @throws SpecError with every problem of the future's values, then of the scenarios' changes */
export async function compareScenarios(fit: Fit, request: ComparisonRequest): Promise<ScenarioComparison> {
  const { scenarios, horizon, rules = {}, table, level = 0.9, maxDraws = 1000, seed = 1, onProgress } = request;
  const trained = fit.panel;
  const tail = carryoverPeriods(fit.spec);
  const known = trained.dates.length;
  const periods = Math.max(0, horizon.last + 1 - known);
  const added = Math.max(0, horizon.last + 1 + tail - known);
  const { continuation, assumptions } = futureOf({ panel: trained, periods, tail: added - periods, rules, table });
  const panel = continuePanel(trained, continuation);
  const continued = added === 0 ? fit : fit.over(panel);

  const setting: PlanSetting = { panel, horizon };
  const base = planOf(panel);
  const applied = applyAll(base, scenarios, setting);
  const plans = [base, ...applied.map(({ plan }) => plan)];
  const kept = thinnedDraws(fit.draws.chains * fit.draws.draws, maxDraws);
  const draws = await planDraws({ fit: continued, plans, horizon, kept, seed, onProgress });

  const summary = new Summary(setting, level);
  const told = plans.map((plan, index) => ({
    name: index === 0 ? "current plan" : scenarios[index - 1].name,
    plan,
    draws: draws[index],
    beyondData: beyondData(plan, trained, panel, horizon),
  }));
  return {
    kpi: { name: trained.kpi.name, kind: trained.kpi.kind },
    currency: trained.currency,
    frequency: trained.frequency,
    dates: panel.dates.slice(horizon.first, horizon.last + 1),
    futurePeriods: Math.min(periods, horizon.last - horizon.first + 1),
    lastObserved: trained.dates[known - 1],
    carryOutPeriods: panel.dates.length - horizon.last - 1,
    assumptions,
    level,
    draws: kept.length,
    seed,
    base: summary.base(told[0]),
    scenarios: scenarios.map(({ changes }, index) => {
      const texts = changes.map((change, place) => ({
        text: formatChange(change),
        periods: applied[index].periods[place],
      }));
      return summary.scenario(told[index + 1], told[0], texts);
    }),
  };
}

function applyAll(
  base: ScenarioPlan,
  scenarios: readonly Scenario[],
  setting: PlanSetting,
): ReturnType<typeof applyScenario>[] {
  const problems: Problem[] = [];
  const applied = scenarios.flatMap((scenario) => {
    try {
      return [applyScenario(base, scenario, setting)];
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new SpecError(problems);
  return applied;
}

/** A plan and what the draws say of it. */
interface ToldPlan extends Pick<PlanOutcome, "name" | "beyondData"> {
  readonly plan: ScenarioPlan;
  readonly draws: PlanDraws;
}

/** Draws to means and intervals at one level. */
class Summary {
  readonly #setting: PlanSetting;
  readonly #level: number;
  readonly #isWorthKnown: boolean;

  constructor(setting: PlanSetting, level: number) {
    this.#setting = setting;
    this.#level = level;
    this.#isWorthKnown = isWorthKnown(setting.panel);
  }

  base(told: ToldPlan): BaseOutcome {
    return { ...this.#outcome(told), channels: this.#channels(told) };
  }

  scenario(told: ToldPlan, base: ToldPlan, changes: ScenarioOutcome["changes"]): ScenarioOutcome {
    const { draws } = told;
    const outcome = this.#outcome(told);
    const after = this.#difference(draws.kpiAfter, base.draws.kpiAfter);
    const moneyAfter = minus(draws.moneyAfter, base.draws.moneyAfter);
    const spendChange = sum(this.#spends(told.plan)) - sum(this.#spends(base.plan));
    const gained = minus(draws.money, base.draws.money).map((value, draw) => value + moneyAfter[draw] - spendChange);
    const ownSpends = this.#spends(told.plan);
    const baseSpends = this.#spends(base.plan);
    return {
      ...outcome,
      ...this.#difference(draws.kpi, base.draws.kpi),
      changes,
      spendChange,
      channels: this.#channels(told).map((channel, index) => {
        const { delta, deltaInterval } = this.#difference(draws.channels[index], base.draws.channels[index]);
        const change = ownSpends[index] - baseSpends[index];
        return { ...channel, spendChange: change, contributionChange: { delta, deltaInterval } };
      }),
      deltaOverTime: this.#series(minus(draws.overTime, base.draws.overTime)),
      moneyDifference: this.#difference(draws.money, base.draws.money),
      carryOut: { delta: after.delta, deltaInterval: after.deltaInterval, money: meanOf(moneyAfter) },
      net: this.#isWorthKnown ? { ...this.#forecast(gained), probabilityPositive: shareAboveZero(gained) } : null,
    };
  }

  #outcome({ name, plan, draws, beyondData: beyond }: ToldPlan): PlanOutcome {
    const observable = this.#series(draws.observableOverTime);
    return {
      name,
      ...this.#forecast(draws.kpi),
      observableInterval: this.#interval(draws.observableKpi),
      money: { ...this.#forecast(draws.money), observableInterval: this.#interval(draws.observableMoney) },
      spend: sum(this.#spends(plan)),
      overTime: this.#series(draws.overTime),
      observableOverTime: { lower: observable.lower, upper: observable.upper },
      beyondData: beyond,
    };
  }

  #channels({ plan, draws }: ToldPlan): ChannelOutcome[] {
    const spends = this.#spends(plan);
    return this.#setting.panel.media.map(({ name }, index) => ({
      name,
      spend: spends[index],
      contribution: this.#forecast(draws.channels[index]),
    }));
  }

  /** Of each channel in the horizon. */
  #spends({ media }: ScenarioPlan): number[] {
    const { panel, horizon } = this.#setting;
    const periods = panel.dates.length;
    return media.map(({ spend }) => {
      let total = 0;
      panel.geos.forEach((_, geo) => {
        total += sum(spend.subarray(geo * periods + horizon.first, geo * periods + horizon.last + 1));
      });
      return total;
    });
  }

  #forecast(draws: Float64Array): Forecast {
    return { expected: meanOf(draws), interval: this.#interval(draws) };
  }

  #interval(draws: Float64Array): Interval {
    return intervalOfSorted(draws.slice().sort(), this.#level);
  }

  #difference(scenario: Float64Array, base: Float64Array): Difference {
    const differences = minus(scenario, base);
    return {
      delta: meanOf(differences),
      deltaInterval: this.#interval(differences),
      probabilityBetter: shareAboveZero(differences),
    };
  }

  /** @param series  (draw, period of the horizon) */
  #series(series: Float64Array): OutcomeSeries {
    const { first, last } = this.#setting.horizon;
    const length = last - first + 1;
    const expected: number[] = [];
    const lower: number[] = [];
    const upper: number[] = [];
    for (let period = 0; period < length; period += 1) {
      const column = Float64Array.from({ length: series.length / length }, (_, draw) => series[draw * length + period]);
      const [from, to] = this.#interval(column);
      expected.push(meanOf(column));
      lower.push(from);
      upper.push(to);
    }
    return { expected, lower, upper };
  }
}

function minus(left: Float64Array, right: Float64Array): Float64Array {
  return left.map((value, index) => value - right[index]);
}
