// One budget under several frameworks: each one's best plan, the plans that serve all, and what each thinks of every plan.
import { meanOf } from "../analysis/estimates.ts";
import { formatList } from "../analysis/format.ts";
import { openPlanner } from "../budget/planner.ts";
import type { BudgetProblem, PlanWindow } from "../budget/problem.ts";
import { probabilityText } from "../budget/words.ts";
import type { Fit } from "../fit.ts";
import { type JointWorth, jointWorth } from "./joint-worth.ts";
import { mixtureQuantity, mixtureShareAbove, type Quantity, quantityOf } from "./quantity.ts";
import { type FoundJointPlan, maximinPlan, meansOf, weightedPlan } from "./robust-plan.ts";

interface PlanningFramework {
  readonly name: string;
  readonly weight: number;
  readonly fit: Fit;
}

/** What one framework expects of a plan. */
interface PlanUnderFramework {
  /** Worth above that of the current plan. */
  readonly lift: Quantity;
  /** What the framework's own best plan would be worth more, in its mean; ≥ 0. */
  readonly regret: number;
  /** The mean lift over that of the framework's own best plan; null where the latter gains next to nothing. */
  readonly gainShare: number | null;
}

interface ComparedPlan {
  readonly name: string;
  readonly kind: "current" | "framework" | "weighted" | "maximin";
  /** Money by channel. */
  readonly allocation: Readonly<Record<string, number>>;
  readonly underFramework: Readonly<Record<string, PlanUnderFramework>>;
  /** Worth above the current plan's, over the frameworks by their weights. */
  readonly lift: Quantity;
  readonly probabilityBetter: number;
  /** How near it is to the best of its kind; null for the current plan. */
  readonly certificate: { readonly kktResidual: number | null; readonly dualityGap: number | null } | null;
}

export interface ConsensusPlans {
  readonly budget: number;
  readonly channels: readonly string[];
  /** The current plan, each framework's own best, then `weighted` and `maximin`. */
  readonly plans: readonly ComparedPlan[];
  /** Frameworks that see next to nothing to gain, which the maximin plan need not serve. */
  readonly indifferent: readonly string[];
  readonly sentences: readonly string[];
}

export interface ConsensusRequest {
  readonly frameworks: readonly PlanningFramework[];
  /** Of a fixed budget, decided by channels; the current budget within the planner's own bounds by default. */
  readonly problem?: BudgetProblem | undefined;
  readonly window?: PlanWindow | undefined;
  /** Of each framework; 500 by default. */
  readonly draws?: number | undefined;
}

const defaultDraws = 500;
/** A best plan that gains less than this share of what media are worth gains next to nothing. */
const leastGain = 1e-4;

/** @throws SpecError for a problem that is none, or limits that cannot hold together */
export function consensusPlans({
  frameworks,
  problem = {},
  window,
  draws = defaultDraws,
}: ConsensusRequest): ConsensusPlans {
  const planners = frameworks.map(({ fit }) =>
    openPlanner(fit, { draws, ...(window === undefined ? {} : { window }) }),
  );
  const posed = planners.map((planner) => planner.pose(problem));
  const joint = jointWorth(posed);
  const { settled } = posed[0];
  const { variables } = settled;
  const channels = variables.variables.map(({ name }) => name);
  const own = planners.map((planner, index): FoundJointPlan => {
    const { allocation, kktResidual, dualityGap } = planner.optimize(problem, { verify: false });
    const amounts = Float64Array.from(channels, (name) => allocation[name]);
    return { amounts, value: meanOf(posed[index].worth.worth(amounts)), kktResidual, dualityGap };
  });
  const currentWorth = meansOf(joint, joint.worth.worth(variables.current));
  const bestGains = own.map(({ value }, index) => value - currentWorth[index]);
  const hopeful = frameworks
    .map((_, index) => index)
    .filter((index) => bestGains[index] > leastGain * Math.abs(currentWorth[index]));
  const starts = own.map(({ amounts }) => amounts);
  const weights = frameworks.map(({ weight }) => weight);
  const weighted = weightedPlan({ settled, joint, starts }, weights);
  const found: readonly (readonly [string, ComparedPlan["kind"], FoundJointPlan | undefined])[] = [
    ["current", "current", undefined],
    ...frameworks.map(({ name }, index) => [`best under ${name}`, "framework", own[index]] as const),
    ["weighted", "weighted", weighted],
    ...(hopeful.length === 0
      ? []
      : [
          [
            "maximin",
            "maximin",
            maximinPlan(
              {
                settled,
                joint: jointWorth(hopeful.map((index) => posed[index])),
                starts: [...starts, weighted.amounts],
              },
              hopeful.map((index) => bestGains[index]),
            ),
          ] as const,
        ]),
  ];
  const plans = found.map(([name, kind, plan]): ComparedPlan => {
    const amounts = plan?.amounts ?? variables.current;
    return {
      name,
      kind,
      allocation: Object.fromEntries(channels.map((channel, index) => [channel, amounts[index]])),
      ...judged({ frameworks, joint, amounts, current: variables.current, best: own, bestGains, currentWorth }),
      certificate: plan === undefined ? null : { kktResidual: plan.kktResidual, dualityGap: plan.dualityGap },
    };
  });
  return {
    budget: weighted.amounts.reduce((total, each) => total + each, 0),
    channels,
    plans,
    indifferent: frameworks.filter((_, index) => !hopeful.includes(index)).map(({ name }) => name),
    sentences: planSentences(
      plans,
      frameworks.map(({ name }, index) => ({ name, slight: leastGain * Math.abs(currentWorth[index]) })),
    ),
  };
}

interface Judging {
  readonly frameworks: readonly PlanningFramework[];
  readonly joint: JointWorth;
  readonly amounts: Float64Array;
  readonly current: Float64Array;
  readonly best: readonly FoundJointPlan[];
  readonly bestGains: readonly number[];
  readonly currentWorth: readonly number[];
}

function judged({
  frameworks,
  joint,
  amounts,
  current,
  best,
  bestGains,
  currentWorth,
}: Judging): Pick<ComparedPlan, "underFramework" | "lift" | "probabilityBetter"> {
  const now = joint.worth.worth(current);
  const lifts = joint.worth.worth(amounts).map((worth, draw) => worth - now[draw]);
  const parts = frameworks.map((_, index) => lifts.subarray(joint.starts[index], joint.starts[index + 1]));
  const weights = frameworks.map(({ weight }) => weight);
  return {
    underFramework: Object.fromEntries(
      frameworks.map(({ name }, index) => {
        const lift = quantityOf(parts[index]);
        const isHopeful = bestGains[index] > leastGain * Math.abs(currentWorth[index]);
        return [
          name,
          {
            lift,
            regret: Math.max(0, best[index].value - currentWorth[index] - lift.mean),
            gainShare: isHopeful ? lift.mean / bestGains[index] : null,
          },
        ];
      }),
    ),
    lift: mixtureQuantity(parts, weights),
    probabilityBetter: mixtureShareAbove(parts, weights, 0),
  };
}

/** @param frameworks  and the gain or loss that is next to nothing under each */
function planSentences(
  plans: readonly ComparedPlan[],
  frameworks: readonly { readonly name: string; readonly slight: number }[],
): string[] {
  const share = (value: number): string => `${Math.round(100 * value)} %`;
  const served = (plan: ComparedPlan): { readonly name: string; readonly gain: number } | undefined => {
    const gains = frameworks.flatMap(({ name }) => {
      const gain = plan.underFramework[name].gainShare;
      return gain === null ? [] : [{ name, gain }];
    });
    return gains.toSorted((left, right) => left.gain - right.gain)[0];
  };
  // Who has nothing to gain has no share of a gain to keep, but may lose.
  const losing = (plan: ComparedPlan): string => {
    const names = frameworks.flatMap(({ name, slight }) => {
      const { gainShare, lift } = plan.underFramework[name];
      return gainShare === null && lift.mean < -slight ? [name] : [];
    });
    if (names.length === 0) return "";
    return ` Under ${formatList(names)}, which ${names.length === 1 ? "sees" : "see"} next to nothing to gain, it loses against today's.`;
  };
  return plans.flatMap((plan) => {
    const worst = served(plan);
    if (worst === undefined) return [];
    const least = (() => {
      switch (plan.kind) {
        case "weighted":
          return `The weighted plan is better than the current one with probability ${probabilityText(plan.probabilityBetter)}; it is served worst by ${worst.name}, ${worst.gain < 0 ? "under which it loses against today's" : `which sees ${share(worst.gain)} of what its own best plan would gain`}.`;
        case "maximin":
          return `The maximin plan keeps at least ${share(worst.gain)} of each framework's own best gain.`;
        case "framework":
          return worst.gain < 0
            ? `The plan ${plan.name} loses against today's under ${worst.name}.`
            : `The plan ${plan.name} keeps ${share(worst.gain)} of the best gain under ${worst.name}, where it keeps least.`;
        default:
          return undefined;
      }
    })();
    return least === undefined ? [] : [`${least}${losing(plan)}`];
  });
}
