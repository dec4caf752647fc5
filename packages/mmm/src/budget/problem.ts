// What a budget is asked to do, as plain data: the same from the command line, from YAML and from code.

/** Which posterior question the plan is best at. `worth` is the money that the plan's media bring, draw by draw. */
export type Objective =
  | { readonly kind: "mean" }
  /** The worth that is exceeded with probability 1 − `probability`. */
  | { readonly kind: "quantile"; readonly probability: number }
  /** Mean worth of the worst `probability` of the draws. */
  | { readonly kind: "cvar"; readonly probability: number }
  /** mean − weight · variance; weight per unit of money. */
  | { readonly kind: "mean-variance"; readonly weight: number }
  /** mean − weight · standard deviation; weight without unit. */
  | { readonly kind: "mean-sd"; readonly weight: number }
  /** Probability that the plan is worth more than the current one. */
  | { readonly kind: "probability" };

/** How much is spent. */
export type Budget =
  /** Exactly this much money. */
  | { readonly kind: "amount"; readonly amount: number }
  /** Exactly this multiple of what the current plan spends. */
  | { readonly kind: "relative"; readonly factor: number }
  /** As much as pays: the best plan whose expected worth per unit of money spent is not below `roi`. */
  | { readonly kind: "target-roi"; readonly roi: number; readonly atMost?: number }
  /** Until the next unit of money brings no more than `roi`. */
  | { readonly kind: "target-marginal-roi"; readonly roi: number; readonly atMost?: number }
  /** As little as reaches an expected KPI of `outcome` over the window and its carry-out, in KPI units. */
  | { readonly kind: "reach"; readonly outcome: number };

/** Least and most spend of the named channels together (all channels, one by one, when none is named). */
export interface SpendBound {
  readonly channels?: readonly string[];
  /** In this geo alone; where geos are decided. */
  readonly geo?: string;
  /** `relative`: multiples of the current plan's spend; `money`: amounts. */
  readonly unit: "relative" | "money";
  readonly lower?: number;
  readonly upper?: number;
}

/** Σ coefficient · spend, compared with an amount of money. */
export interface SpendRule {
  /** What the rule is called in answers: usually its own text. */
  readonly name: string;
  /** By channel. */
  readonly coefficients: Readonly<Record<string, number>>;
  readonly relation: "<=" | ">=" | "=";
  readonly amount: number;
}

/**
 * `channels`: one multiplier for each channel, its flighting as it is. `weekly`: spend of each channel in each week (each
 * month of monthly data). `geos`: a multiplier for each channel in each geo.
 */
export type Decision = "channels" | "weekly" | "geos";

/**
 * `carryover` is ours; `greedy` and `slsqp` are the seed's, on its curve without carryover; `meridian-grid` is Meridian's climb on a
 * grid of spends; `robyn-allocator` is Robyn's, on the mean spend of a period.
 */
export type BudgetMethod = "carryover" | "greedy" | "slsqp" | "meridian-grid" | "robyn-allocator";

export interface BudgetProblem {
  readonly method?: BudgetMethod;
  readonly decide?: Decision;
  readonly objective?: Objective;
  /** What the current plan spends, when absent. */
  readonly budget?: Budget;
  /** Later ones overrule earlier ones of the same channel; without any, 0 to twice the current plan (more with a larger budget). */
  readonly bounds?: readonly SpendBound[];
  /** Where weeks are decided: least and most of every single week, as multiples of what it spends now. */
  readonly weekBounds?: { readonly lower?: number; readonly upper?: number };
  /** Channels whose spend stays. */
  readonly locked?: readonly string[];
  readonly rules?: readonly SpendRule[];
  /** By channel: spend nothing or at least this. */
  readonly minimums?: Readonly<Record<string, number>>;
  /** By channel: spend whole multiples of this. */
  readonly lots?: Readonly<Record<string, number>>;
  /** By channel: price of a unit of exposure, as a multiple of what it was. */
  readonly costs?: Readonly<Record<string, number>>;
  /** Money per unit of KPI, as a multiple of what it was. */
  readonly value?: number;
  /** Least worth per unit of money of the whole plan, as a constraint; `slsqp`'s minimum ROAS too. */
  readonly minimumRoi?: number;
}

/** Which periods are planned. */
export interface PlanWindow {
  /** First and last period of a window of the panel; the whole panel when absent. */
  readonly from?: string;
  readonly to?: string;
  /** Instead: so many periods after the panel's last, flighted as the same season before. */
  readonly future?: number;
  /** Whether what media do after the window counts; true when absent. */
  readonly carryOut?: boolean;
}
