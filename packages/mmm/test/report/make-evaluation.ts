// A plausible evaluation for tests of the report: two to many channels, daily to monthly, right or wrong, all from a seed.
import fc from "fast-check";
import type {
  ChannelEvaluation,
  ComponentSummary,
  DiagnosticFinding,
  Estimate,
  Evaluation,
  SeriesEstimate,
} from "../../src/analysis/evaluation.ts";

export interface EvaluationShape {
  readonly seed: number;
  readonly channels: number;
  readonly periods: number;
  readonly frequency: Evaluation["frequency"];
  readonly kpi: Evaluation["kpi"]["kind"];
  readonly verdict: "pass" | "caution" | "fail";
  readonly truth: boolean;
  /** Posterior sd of a contribution over its mean. */
  readonly uncertainty: number;
}

export const defaultShape: EvaluationShape = {
  seed: 42,
  channels: 5,
  periods: 1095,
  frequency: "daily",
  kpi: "revenue",
  verdict: "pass",
  truth: true,
  uncertainty: 0.09,
};

export const shapeArbitrary: fc.Arbitrary<EvaluationShape> = fc.record({
  seed: fc.integer({ min: 1, max: 1e6 }),
  channels: fc.integer({ min: 1, max: 12 }),
  periods: fc.integer({ min: 14, max: 420 }),
  frequency: fc.constantFrom("daily", "weekly", "monthly"),
  kpi: fc.constantFrom("revenue", "units"),
  verdict: fc.constantFrom("pass", "caution", "fail"),
  truth: fc.boolean(),
  uncertainty: fc.double({ min: 0.01, max: 2, noNaN: true }),
});

/** Random evaluations; a counterexample is printed as its shape. */
export const evaluationArbitrary: fc.Arbitrary<Evaluation> = shapeArbitrary.map((shape) =>
  Object.defineProperty(makeEvaluation(shape), fc.toStringMethod, {
    value: () => JSON.stringify(shape),
    enumerable: false,
  }),
);

/** Whether a value is plain JSON data through and through: no undefined, no NaN, no function, no class. */
export function isPlainData(value: unknown): boolean {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isPlainData);
  if (typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) return false;
  return Object.values(value).every(isPlainData);
}

/** Uniform numbers in [0, 1) from a seed (mulberry32). */
function uniforms(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function makeEstimate(mean: number, sd: number): Estimate {
  const interval = (z: number): [number, number] => [mean - z * sd, mean + z * sd];
  return {
    mean,
    median: mean,
    sd,
    interval50: interval(0.6745),
    interval80: interval(1.2816),
    interval94: interval(1.8808),
  };
}

function makeSeries(mean: readonly number[], sd: (time: number) => number): SeriesEstimate {
  const shifted = (z: number): number[] => mean.map((value, time) => value + z * sd(time));
  return {
    mean: [...mean],
    lower50: shifted(-0.6745),
    upper50: shifted(0.6745),
    lower94: shifted(-1.8808),
    upper94: shifted(1.8808),
  };
}

function makeDates(frequency: Evaluation["frequency"], periods: number): string[] {
  return Array.from({ length: periods }, (_, index) => {
    const date =
      frequency === "monthly"
        ? new Date(Date.UTC(2000, index, 1))
        : new Date(Date.UTC(2022, 0, frequency === "daily" ? 1 + index : 3 + 7 * index));
    return date.toISOString().slice(0, 10);
  });
}

const names = ["tv", "search", "social", "display", "print_ooh", "youtube", "radio", "affiliate", "email", "podcast"];
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

export function makeEvaluation(partial: Partial<EvaluationShape> = {}): Evaluation {
  const shape = { ...defaultShape, ...partial };
  const uniform = uniforms(shape.seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const dates = makeDates(shape.frequency, shape.periods);
  const perYear = { daily: 365.25, weekly: 52.18, monthly: 12 }[shape.frequency];
  const perPeriod = 365.25 / perYear;
  const season = (time: number, shift: number): number => Math.sin((2 * Math.PI * time) / perYear + shift);
  const over = (value: (time: number) => number): number[] => dates.map((_, time) => value(time));

  const component = (
    name: string,
    group: ComponentSummary["group"],
    mean: readonly number[],
    relative: number,
  ): Omit<ComponentSummary, "share"> => {
    const scale = Math.max(...mean.map(Math.abs), 1);
    const sum = total(mean);
    return {
      name,
      group,
      total: makeEstimate(sum, relative * Math.max(Math.abs(sum), scale)),
      overTime: makeSeries(mean, () => relative * scale),
    };
  };

  const others = [
    component(
      "intercept",
      "baseline",
      over(() => 50_000 * perPeriod),
      0.03,
    ),
    component(
      "trend",
      "trend",
      over((time) => 15 * time * perPeriod),
      0.05,
    ),
    component(
      "yearly",
      "seasonality",
      over((time) => 5000 * perPeriod * season(time, 1)),
      0.06,
    ),
    component(
      "holidays",
      "holidays",
      over((time) => (time % 41 === 7 ? 12_000 : 0)),
      0.1,
    ),
    component(
      "price",
      "controls",
      over((time) => -1200 * perPeriod * (1 + 0.5 * season(time, 2))),
      0.2,
    ),
    component(
      "promotion",
      "controls",
      over((time) => (time % 17 < 4 ? 1800 * perPeriod : 0)),
      0.1,
    ),
  ];

  const channels: Omit<ChannelEvaluation, "spendShare" | "contributionShare" | "probabilityBest">[] = [];
  const spendOverTime: { name: string; values: number[] }[] = [];
  for (let index = 0; index < shape.channels; index++) {
    const name = names[index] ?? `channel_${index + 1}`;
    const level = (25_000 / (1 + 0.6 * index)) * perPeriod;
    const values = over((time) =>
      Math.max(0, Math.round(level * (1 + 0.35 * season(time, 3 + index) + 0.25 * normal()))),
    );
    spendOverTime.push({ name, values });
    const trueReturn = 0.2 + 0.9 * uniform();
    const retention = 0.2 + 0.65 * uniform();
    const half = 1.2 * level;
    const ceiling = trueReturn * level * (1 + half / level);
    const curve = (spend: number): number => (ceiling * spend) / (half + spend);
    let carried = values[0]!;
    const mean = values.map((value) => {
      carried = retention * carried + (1 - retention) * value;
      return curve(carried);
    });
    const spend = total(values);
    const contribution = total(mean);
    const relative = shape.uncertainty * (0.6 + 0.8 * uniform());
    const spread = (relative * mean.reduce((sum, value) => sum + value, 0)) / mean.length;
    const observedMaximum = Math.max(...values);
    const current = spend / values.length;
    const roas = contribution / Math.max(spend, 1);
    const marginal = (half / (half + current)) * roas;
    const halfLife = Math.log(0.5) / Math.log(retention);
    channels.push({
      name,
      spend,
      contribution: makeEstimate(contribution, relative * contribution),
      roas: makeEstimate(roas, relative * roas),
      marginalRoas: makeEstimate(marginal, 1.3 * relative * marginal),
      contraction: null,
      halfLifePeriods: makeEstimate(halfLife, 0.15 * halfLife),
      decay: Array.from({ length: 15 }, (_, lag) => {
        const share = (1 - retention) * retention ** lag;
        return { lag, mean: share, lower: 0.8 * share, upper: 1.2 * share };
      }),
      saturation: {
        level: makeEstimate(0.45, 0.05),
        state: "working",
        sentence: `On days with spend ${name} reaches 45 % of its ceiling: more spend still brings more, at a falling rate.`,
      },
      responseCurve: Array.from({ length: 31 }, (_, step) => {
        const at = (1.5 * observedMaximum * step) / 30;
        const value = curve(at);
        return {
          spendPerPeriod: at,
          mean: value,
          lower: value * (1 - 1.645 * relative),
          upper: value * (1 + 1.645 * relative),
        };
      }),
      currentSpendPerPeriod: current,
      observedMaximum,
      overTime: makeSeries(mean, () => spread),
    });
  }

  const media = channels.map((channel) => ({
    name: channel.name,
    group: "media" as const,
    total: channel.contribution,
    overTime: channel.overTime,
  }));
  const all = [...others, ...media];
  const expected = over((time) => all.reduce((sum, part) => sum + part.overTime.mean[time]!, 0));
  const noise = 2500 * Math.sqrt(perPeriod);
  const observed = expected.map((value) => value + noise * normal());
  const allSpend = total(channels.map((channel) => channel.spend));
  const allContribution = total(channels.map((channel) => channel.contribution.mean));
  const bestIndex = channels.reduce(
    (best, channel, index) => (channel.roas.mean > channels[best]!.roas.mean ? index : best),
    0,
  );
  const best = shape.channels === 1 ? 1 : Math.max(1 / shape.channels, 1 - 2 * shape.uncertainty);
  const observedTotal = total(observed);
  const inside = observed.map((value, time) => Math.abs(value - expected[time]!) / noise);
  const coverage = (z: number): number => inside.filter((distance) => distance < z).length / inside.length;
  const meanObserved = observedTotal / observed.length;
  const squares = total(observed.map((value, time) => (value - expected[time]!) ** 2));
  const r2 = 1 - squares / total(observed.map((value) => (value - meanObserved) ** 2));
  const rmse = Math.sqrt(squares / observed.length);
  const mape = total(observed.map((value, time) => Math.abs((value - expected[time]!) / value))) / observed.length;

  const scalarNames = [
    "intercept",
    "trend",
    "sigma",
    ...channels.flatMap(({ name }) => [`retention[${name}]`, `halfSaturation[${name}]`, `roi[${name}]`]),
  ];
  const rhatOf = (index: number): number =>
    shape.verdict === "pass" ? 1 + 0.008 * uniform() : index === 3 ? (shape.verdict === "fail" ? 1.21 : 1.03) : 1.002;
  const parameters = scalarNames.map((label, index) => ({
    label,
    estimate: makeEstimate(1 + index, 0.1 + 0.01 * index),
    rhat: rhatOf(index),
    essBulk: 420 + 1800 * uniform(),
    essTail: 420 + 1500 * uniform(),
    mcseMean: 0.003,
  }));
  const finding: DiagnosticFinding = {
    check: "rhat",
    severity: shape.verdict === "fail" ? "fail" : "caution",
    subjects: ["retention[tv]"],
    found: `Retention of tv has R-hat ${shape.verdict === "fail" ? 1.21 : 1.03}, the limit is 1.01.`,
    remedy: "Draw longer (4000 per chain), or state a narrower prior for the retention of tv.",
  };
  return {
    title: "Weekly shop <demo> & co",
    model: { kind: "default", framework: "bayesian" },
    kpi: { name: shape.kpi === "revenue" ? "revenue" : "sign_ups", kind: shape.kpi },
    currency: "USD",
    frequency: shape.frequency,
    dates,
    observed,
    predicted: makeSeries(expected, () => noise),
    quality: {
      r2,
      rmse,
      mape,
      wmape: mape,
      coverage50: coverage(0.6745),
      coverage80: coverage(1.2816),
      coverage94: coverage(1.8808),
      perDraw: { r2: makeEstimate(r2, 0.004), rmse: makeEstimate(rmse, 30), mape: makeEstimate(mape, 0.001) },
    },
    diagnostics: {
      verdict: shape.verdict,
      sentence:
        shape.verdict === "pass"
          ? "The computation can be trusted: the chains agree (R-hat at most 1.008, limit 1.01)."
          : `${shape.verdict === "fail" ? "Do not rely on these numbers" : "Use these numbers with care"}: ${finding.found}`,
      findings: shape.verdict === "pass" ? [] : [finding],
      maxRhat: Math.max(...parameters.map((row) => row.rhat)),
      minEssBulk: Math.min(...parameters.map((row) => row.essBulk)),
      minEssTail: Math.min(...parameters.map((row) => row.essTail)),
      divergences: shape.verdict === "fail" ? 37 : 0,
      depthSaturated: 0,
      minBfmi: 0.81,
      elpdLoo: -10_123.4,
      elpdLooSe: 31.2,
      pLoo: 24.1,
      badParetoK: 0,
      paretoKLimit: 0.7,
      elpdWaic: -10_123.9,
      pWaic: 24.3,
    },
    mediaShare: makeEstimate(
      allContribution / observedTotal,
      (shape.uncertainty * allContribution) / observedTotal / 2,
    ),
    blendedRoas: makeEstimate(allContribution / allSpend, (shape.uncertainty * allContribution) / allSpend / 2),
    channels: channels.map((channel, index) => {
      const share = channel.contribution.mean / allContribution;
      return {
        ...channel,
        spendShare: channel.spend / allSpend,
        contributionShare: makeEstimate(share, (channel.contribution.sd / allContribution) * (1 - share)),
        probabilityBest: index === bestIndex ? best : (1 - best) / (shape.channels - 1),
      };
    }),
    components: all.map((part) => ({ ...part, share: part.total.mean / observedTotal })),
    spendOverTime,
    parameters,
    traces: scalarNames.slice(0, 4).map((label, index) => ({
      label,
      chains: Array.from({ length: 4 }, () => Array.from({ length: 400 }, () => 1 + index + 0.1 * normal())),
      ranks: Array.from({ length: 4 }, () => Array.from({ length: 20 }, () => 15 + Math.floor(10 * uniform()))),
      rhat: parameters[index]!.rhat,
    })),
    recovery: shape.truth
      ? parameters.map(({ label, estimate }) => {
          const zScore = normal();
          return {
            label,
            truth: estimate.mean - zScore * estimate.sd,
            estimate,
            zScore,
            inside94: Math.abs(zScore) < 1.8808,
          };
        })
      : [],
    trueRoas: shape.truth
      ? Object.fromEntries(channels.map(({ name, roas }) => [name, roas.mean + roas.sd * normal()]))
      : {},
    sampling: {
      chains: 4,
      warmup: 1000,
      draws: 1000,
      seed: shape.seed,
      targetAccept: 0.9,
      samplingSeconds: 48.2,
      gradientEvaluations: 1_234_567,
      interrupted: false,
    },
  };
}

/** The same evaluation, its draws those of four selected models. */
export function asEnsemble(evaluation: Evaluation): Evaluation {
  const ensemble = { models: 4, evaluations: 10_000, trials: 5, unsettled: [], bootstrapped: false };
  return { ...evaluation, sampling: { ...evaluation.sampling, ensemble } };
}
