// A real additive fit with draws stated by the test: intercept + Σ coefficient · saturation(adstock(exposure / divisor)).
import type { Draws, SampleStatistics, Variable } from "@carryover/engine";
import type { MediaSeries, Panel } from "../../src/data/panel.ts";
import {
  type Component,
  chosenDraws,
  type Fit,
  type MediaPlan,
  type OutcomeFunction,
  type OutcomeOptions,
} from "../../src/fit.ts";
import { type AdstockSpec, adstock, adstockParameters } from "../../src/media/adstock.ts";
import { type SaturationSpec, saturation, saturationParameters } from "../../src/media/saturation.ts";
import { predictiveDraws } from "../../src/model/predictive.ts";
import type { ModelKind, ModelSpec, PriorSpec } from "../../src/model/spec.ts";

export interface TestChannel {
  readonly name: string;
  /** (geo, time). */
  readonly spend: readonly number[];
  /** The spend itself when absent. */
  readonly exposure?: readonly number[];
  readonly adstock?: AdstockSpec;
  readonly saturation?: SaturationSpec;
  readonly order?: "adstock-first" | "saturation-first";
  /** Draws by parameter name of the transforms. */
  readonly parameters?: Readonly<Record<string, readonly number[]>>;
  /** KPI per unit of response, one for each draw. */
  readonly coefficient: readonly number[];
  readonly divisor?: number;
  readonly roiPrior?: PriorSpec;
}

export interface TestFit {
  readonly kind?: ModelKind;
  readonly dates: readonly string[];
  readonly geos?: readonly string[];
  readonly kpi: readonly number[];
  readonly revenuePerKpi?: number;
  readonly intercept: readonly number[];
  readonly noise: readonly number[];
  readonly channels: readonly TestChannel[];
  readonly chains?: number;
  readonly variables?: readonly Variable[];
  readonly coordinates?: Draws["coordinates"];
  readonly statistics?: Partial<SampleStatistics>;
  readonly controls?: Panel["controls"];
  readonly interrupted?: boolean;
}

const names: Readonly<Record<ModelKind, Readonly<Record<string, string>>>> = {
  meridian: {},
  robyn: {},
  adelon: { retention: "adstock_alpha", halfSaturation: "saturation_K", slope: "saturation_S" },
  default: { halfSaturation: "half_saturation", peakDelay: "peak_delay" },
  "pymc-marketing": { retention: "adstock_alpha", halfSaturation: "saturation_kappa", slope: "saturation_slope" },
};

/** Consecutive days from 2024-01-01. */
export function days(count: number): string[] {
  return Array.from({ length: count }, (_, day) => new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10));
}

export function additiveFit(test: TestFit): Fit {
  const total = test.intercept.length;
  const chains = test.chains ?? 1;
  const geos = test.geos ?? ["national"];
  const cells = geos.length * test.dates.length;
  const kind = test.kind ?? "default";
  const media = test.channels.map(({ name, spend, exposure }): MediaSeries => {
    const money = Float64Array.from(spend);
    return { name, spend: money, exposure: exposure === undefined ? money : Float64Array.from(exposure) };
  });
  const panel: Panel = {
    frequency: "daily",
    dates: test.dates,
    geos,
    population: new Float64Array(geos.length).fill(1),
    kpi: {
      name: "revenue",
      values: Float64Array.from(test.kpi),
      kind: "revenue",
      revenuePerKpi: new Float64Array(cells).fill(test.revenuePerKpi ?? 1),
    },
    media,
    controls: test.controls ?? [],
    currency: "USD",
    digest: "0123456789abcdef",
  };
  const contribution = (channel: number, plan: MediaPlan, draw: number): Float64Array => {
    const {
      adstock: carry = none,
      saturation: curve = none,
      order,
      parameters = {},
      coefficient,
      divisor = 1,
    } = test.channels[channel];
    const at = (wanted: readonly string[]): number[] => wanted.map((name) => parameters[name][draw]);
    const out = new Float64Array(cells); // (geo, time)
    for (let start = 0; start < cells; start += test.dates.length) {
      const input = plan.exposure[channel]
        .subarray(start, start + test.dates.length)
        .map((value) => value / (kind === "adelon" ? 1 : divisor));
      const response =
        order === "saturation-first"
          ? adstock(carry, saturation(curve, input, at(saturationParameters(curve))), at(adstockParameters(carry)))
          : saturation(curve, adstock(carry, input, at(adstockParameters(carry))), at(saturationParameters(curve)));
      out.set(
        response.map((value) => value * coefficient[draw]),
        start,
      );
    }
    return out;
  };
  const kept = (options: OutcomeOptions = {}): number[] => Array.from(chosenDraws(total, options));
  const noise = (options?: OutcomeOptions): Float64Array =>
    Float64Array.from(kept(options).flatMap((draw) => geos.map(() => test.noise[draw])));
  const perDraw = (options: OutcomeOptions | undefined, values: (draw: number) => Float64Array): Float64Array => {
    const rows = kept(options);
    const out = new Float64Array(rows.length * cells); // (draw, geo, time)
    rows.forEach((draw, row) => {
      out.set(values(draw), row * cells);
    });
    return out;
  };
  const outcome = (plan: MediaPlan, draw: number): Float64Array =>
    test.channels.reduce((sum, _, channel) => {
      const part = contribution(channel, plan, draw);
      return sum.map((value, cell) => value + part[cell]);
    }, new Float64Array(cells).fill(test.intercept[draw]));
  const observed: MediaPlan = { exposure: media.map(({ exposure }) => exposure) };
  const weighted = (values: Float64Array, weights: Float64Array): number =>
    values.reduce((sum, value, cell) => sum + weights[cell] * value, 0);
  const open = (options: OutcomeOptions | undefined): OutcomeFunction => {
    const rows = kept(options);
    const worth = (plan: MediaPlan, weights: Float64Array, draw: number): number =>
      weighted(outcome(plan, draw), weights);
    return {
      draws: rows.length,
      separable: true,
      outcome: (plan) => perDraw(options, (draw) => outcome(plan, draw)),
      visit: (plans, visitor) => {
        rows.forEach((draw, row) => {
          plans.forEach((plan, index) => {
            const parts = media.map((_, channel) => contribution(channel, plan, draw));
            visitor(row, index, { expected: outcome(plan, draw), parts });
          });
        });
      },
      worths: (plans, weights) => plans.map((plan) => Float64Array.from(rows, (draw) => worth(plan, weights, draw))),
      parts: (plans, weights) =>
        plans.map((plan) =>
          media.map((_, channel) =>
            Float64Array.from(rows, (draw) => weighted(contribution(channel, plan, draw), weights)),
          ),
        ),
      // By central differences, good to about 1e-8 of the derivative where curves are smooth; exact where they are straight.
      gradient: (plan, weights, drawWeights) => ({
        worth: Float64Array.from(rows, (draw) => worth(plan, weights, draw)),
        exposure: plan.exposure.map((series, channel) =>
          series.map((value, cell) => {
            const step = 1e-5 * (Math.abs(value) + 1);
            const at = (moved: number): number => {
              const exposure = plan.exposure.with(channel, series.with(cell, moved));
              return rows.reduce((sum, draw, row) => sum + drawWeights[row] * worth({ exposure }, weights, draw), 0);
            };
            return (at(value + step) - at(value - step)) / (2 * step);
          }),
        ),
      }),
    };
  };
  const over = (other: Panel): Fit =>
    additiveFit({
      ...test,
      dates: other.dates,
      kpi: Array.from(other.kpi.values),
      channels: test.channels.map((channel, index) => ({
        ...channel,
        spend: Array.from(other.media[index].spend),
        exposure: Array.from(other.media[index].exposure),
      })),
      controls: other.controls,
    });
  return {
    framework: "bayesian",
    spec: specOf(test, kind),
    panel,
    draws: drawsOf(test, kind, chains),
    timings: { samplingSeconds: 1.5, gradientEvaluations: 1234 },
    interrupted: test.interrupted ?? false,
    outcome: (plan, options) => ({
      draws: kept(options).length,
      values: perDraw(options, (draw) => outcome(plan, draw)),
    }),
    components: (options): Component[] => [
      {
        name: "baseline",
        group: "baseline",
        values: perDraw(options, (draw) => new Float64Array(cells).fill(test.intercept[draw])),
      },
      ...test.channels.map(
        ({ name }, channel): Component => ({
          name,
          group: "media",
          values: perDraw(options, (draw) => contribution(channel, observed, draw)),
        }),
      ),
    ],
    open,
    over,
    noise,
    predictive: (expected, seed, options) => predictiveDraws(expected, { noise: noise(options) }, seed),
    pointwiseLogLikelihood: () =>
      perDraw({}, (draw) => {
        const sd = test.noise[draw];
        return outcome(observed, draw).map(
          (mean, cell) => -0.5 * Math.log(2 * Math.PI * sd * sd) - (test.kpi[cell] - mean) ** 2 / (2 * sd * sd),
        );
      }),
  };
}

const none = { kind: "none" } as const;

function specOf(test: TestFit, kind: ModelKind): ModelSpec {
  const prior: PriorSpec = { distribution: "normal", mean: 0, sd: 1 };
  return {
    kind,
    channels: test.channels.map((channel) => ({
      name: channel.name,
      adstock: channel.adstock ?? none,
      saturation: channel.saturation ?? none,
      order: channel.order ?? "adstock-first",
      priors: channel.roiPrior === undefined ? {} : { roi: channel.roiPrior },
    })),
    intercept: prior,
    trend: { kind: "linear", prior },
    seasonality: {
      yearlyOrder: 3,
      anchor: kind === "adelon" ? "first-row" : "calendar",
      prior,
      dayOfWeek: true,
      dayOfWeekPrior: prior,
    },
    holidays: { country: null, prior },
    controls: Object.fromEntries((test.controls ?? []).map(({ name }) => [name, prior])),
    noise: prior,
    scales: {
      kpi: 100,
      media: test.channels.map(({ divisor }) => divisor ?? 1),
      spend: test.channels.map(({ spend }) => spend.reduce((sum, value) => sum + value, 0)),
      controls: (test.controls ?? []).map(() => ({ center: 1, scale: 2 })),
      trainedFrom: test.dates[0],
      trainedPeriods: test.dates.length,
    },
    dataDigest: "0123456789abcdef",
  };
}

function drawsOf(test: TestFit, kind: ModelKind, chains: number): Draws {
  const total = test.intercept.length;
  const coordinates: Record<string, readonly string[]> = { ...test.coordinates };
  const parameters = new Set(test.channels.flatMap((channel) => Object.keys(channel.parameters ?? {})));
  const ofChannels = [...parameters].map((parameter): Variable => {
    const name = names[kind][parameter] ?? parameter;
    const having = test.channels.filter((channel) => channel.parameters?.[parameter] !== undefined);
    const dimension = having.length === test.channels.length ? "channel" : `${name}_channel`;
    coordinates[dimension] = having.map((channel) => channel.name);
    const values = new Float64Array(total * having.length); // (chain, draw, channel)
    for (let draw = 0; draw < total; draw += 1) {
      having.forEach((channel, index) => {
        values[draw * having.length + index] = channel.parameters?.[parameter][draw] ?? Number.NaN;
      });
    }
    return { name, dims: [dimension], shape: [having.length], values };
  });
  const scalar = (name: string, values: readonly number[]): Variable => ({
    name,
    dims: [],
    shape: [],
    values: Float64Array.from(values),
  });
  return {
    chains,
    draws: total / chains,
    coordinates,
    variables: [
      scalar("intercept", test.intercept),
      scalar("sigma", test.noise),
      ...ofChannels,
      ...(test.variables ?? []),
    ],
    statistics: {
      logDensity: new Float64Array(total),
      acceptanceRate: new Float64Array(total).fill(0.9),
      divergent: new Uint8Array(total),
      // Alternating by draws, so that the energy moves as much as it varies.
      energy: Float64Array.from({ length: total }, (_, draw) => (draw % 2) + (draw % 3)),
      energyError: new Float64Array(total),
      stepSize: new Float64Array(total).fill(0.1),
      treeDepth: new Uint8Array(total).fill(4),
      leapfrogs: new Uint32Array(total).fill(15),
      depthSaturated: new Uint8Array(total),
      ...test.statistics,
    },
  };
}
