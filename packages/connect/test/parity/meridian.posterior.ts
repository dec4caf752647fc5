// Meridian's model on its own simulated panels, geo, national and with reach and frequency, held against the posteriors the package gives.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { mcseMean, summarize } from "@carryover/engine";
import { workerChainRunner } from "@carryover/engine/workers";
import {
  buildPanel,
  type Fit,
  fitBayesian,
  type MediaPlan,
  parseConfig,
  predictiveAccuracy,
  resolveSpec,
} from "@carryover/mmm";
import { beforeAll, describe, expect, test } from "vitest";
import { readTable } from "../../src/index.ts";

interface Spread {
  readonly mean: number;
  readonly sd: number;
}

/** What the package says, in our variables' names and labels; [mean, sd, bulk ESS]. */
interface Peer {
  readonly parameters: ReadonlyMap<string, readonly [number, number, number]>;
  readonly roi: Readonly<Record<string, Spread>>;
  readonly mroi: Readonly<Record<string, Spread>>;
  readonly baseline?: Spread;
  readonly expected: Spread;
  readonly accuracy: readonly { readonly metric: string; readonly geo_granularity: string; readonly value: number }[];
}

const folder = new URL("../reference/meridian/", import.meta.url);
const posteriorModule = pathToFileURL(createRequire(import.meta.url).resolve("@carryover/mmm/posterior"));
const money = { column: "conversions", kind: "units", revenue_per_kpi: "revenue_per_conversion" };

const fiveChannels = {
  channels: [0, 1, 2, 3, 4].map((index) => ({
    name: `Channel${index}`,
    spend: `Channel${index}_spend`,
    exposure: `Channel${index}_impression`,
  })),
  organic: [{ name: "Organic_channel0", exposure: "Organic_channel0_impression" }],
  treatments: [{ column: "Promo" }],
  controls: ["sentiment_score_control", "competitor_sales_control"],
};

interface StoredPosterior {
  readonly knots: readonly number[];
  readonly roi: Peer["roi"];
  readonly mroi: Peer["mroi"];
  readonly baseline: Spread;
  readonly expectedOutcome: Spread;
  readonly accuracy: Peer["accuracy"];
  readonly posterior: Readonly<Record<string, readonly (readonly [string, number, number, number | null])[]>>;
}

function readJson<Content>(name: string): Content {
  return JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Content;
}

const fitted = async (config: Parameters<typeof parseConfig>[0], table: URL, sampling: object): Promise<Fit> => {
  const parsed = parseConfig(config);
  const { panel } = buildPanel(await readTable(fileURLToPath(table)), parsed);
  return fitBayesian(panel, resolveSpec(panel, parsed), { sampling, runner: workerChainRunner(posteriorModule) });
};

function stored(name: string): Peer & { readonly knots: readonly number[] } {
  const { posterior, expectedOutcome, ...rest } = readJson<StoredPosterior>(name);
  const parameters = Object.entries(posterior).flatMap(([variable, rows]) =>
    rows.flatMap(([label, mean, sd, ess]): [string, readonly [number, number, number]][] =>
      ess === null || sd === 0 ? [] : [[label === "" ? variable : `${variable}[${label}]`, [mean, sd, ess]]],
    ),
  );
  return { ...rest, expected: expectedOutcome, parameters: new Map(parameters) };
}

interface ReachPosterior {
  readonly parameters: Readonly<
    Record<
      string,
      { readonly mean: readonly number[]; readonly sd: readonly number[]; readonly ess: readonly number[] }
    >
  >;
  readonly results: {
    readonly roi: { readonly mean: readonly number[]; readonly sd: readonly number[] };
    readonly mroi: { readonly mean: readonly number[]; readonly sd: readonly number[] };
    readonly expected: Spread;
  };
  readonly accuracy: Peer["accuracy"];
}

function storedReach(): Peer {
  const { parameters, results, accuracy } = readJson<ReachPosterior>("reach-posterior.json");
  const paid = ["Channel0", "Channel1", "Channel3"];
  const entries = (variable: string, name: string, labels: readonly string[]) => {
    const { mean, sd, ess } = parameters[name];
    return labels.map((label, index): [string, readonly [number, number, number]] => [
      label === "" ? variable : `${variable}[${label}]`,
      [mean[index], sd[index], ess[index]],
    ]);
  };
  const controls = ["competitor_activity_score_control", "sentiment_score_control"];
  const spreads = (of: { readonly mean: readonly number[]; readonly sd: readonly number[] }) =>
    Object.fromEntries(paid.map((name, index) => [name, { mean: of.mean[index], sd: of.sd[index] }]));
  return {
    parameters: new Map([
      ...["alpha", "ec", "eta", "roi"].flatMap((name) => [
        ...entries(`${name}_m`, `${name}_m`, ["Channel0", "Channel1"]),
        ...entries(`${name}_m`, `${name}_rf`, ["Channel3"]),
      ]),
      ...entries("slope_m", "slope_rf", ["Channel3"]),
      ...["alpha", "ec", "eta", "slope", "contribution"].flatMap((name) =>
        entries(`${name}_om`, `${name}_orf`, ["Organic"]),
      ),
      ...entries("gamma_c", "gamma_c", controls),
      ...entries("xi_c", "xi_c", controls),
      ...entries("sigma", "sigma", [""]),
      ...entries("tau_g", "tau_g", ["Geo0", "Geo1", "Geo2", "Geo3", "Geo4"]).slice(1),
    ]),
    roi: spreads(results.roi),
    mroi: spreads(results.mroi),
    expected: results.expected,
    accuracy,
  };
}

const cases = [
  {
    name: "national",
    peer: (): Peer => stored("national-posterior.json"),
    fit: (): Promise<Fit> =>
      fitted(
        {
          data: { path: "national_all_channels.csv", date: "time", kpi: money },
          ...fiveChannels,
          model: { kind: "meridian" },
        },
        new URL("national_all_channels.csv", folder),
        { warmup: 500, draws: 1000, seed: 1 },
      ),
  },
  {
    name: "40 geos, 66 knots",
    peer: (): Peer => stored("geo-posterior.json"),
    fit: (): Promise<Fit> =>
      fitted(
        {
          data: { path: "geo_all_channels.csv", date: "time", geo: "geo", population: "population", kpi: money },
          ...fiveChannels,
          model: { kind: "meridian", meridian: { knots: [...stored("geo-posterior.json").knots] } },
        },
        new URL("../../../../bench/data/geo_all_channels.csv", import.meta.url),
        { warmup: 500, draws: 1000, seed: 2 },
      ),
  },
  {
    name: "reach and frequency, paid and organic",
    peer: storedReach,
    fit: (): Promise<Fit> =>
      fitted(
        {
          data: { path: "reach-panel.csv", date: "time", geo: "geo", population: "population", kpi: money },
          channels: [
            { name: "Channel0", spend: "Channel0_spend", exposure: "Channel0_impression" },
            { name: "Channel1", spend: "Channel1_spend", exposure: "Channel1_impression" },
            {
              name: "Channel3",
              spend: "Channel3_spend",
              reach: "Channel3_reach",
              frequency: "Channel3_frequency",
            },
          ],
          organic: [{ name: "Organic", reach: "Organic_reach", frequency: "Organic_frequency" }],
          controls: ["competitor_activity_score_control", "sentiment_score_control"],
          model: { kind: "meridian", meridian: { knots: 6 } },
        },
        new URL("reach-panel.csv", folder),
        { warmup: 500, draws: 1000, seed: 1 },
      ),
  },
];

/** Of a quantity the package's error is not stored for: its chains are taken to hold as many independent draws as for returns. */
const peerDraws = 900;

describe.each(cases)("Meridian's model, $name", ({ peer: readPeer, fit: make }) => {
  let fit: Fit;
  let peer: Peer;
  beforeAll(async () => {
    fit = await make();
    peer = readPeer();
  });

  test("it converges: no divergence, R-hat < 1.01", () => {
    expect(fit.draws.statistics.divergent.reduce((sum, each) => sum + each, 0)).toBe(0);
    expect(Math.max(...summarize(fit.draws).map(({ rhat }) => rhat))).toBeLessThan(1.01);
  });

  test("parameters' means are within 4 combined Monte Carlo errors of the package's", () => {
    const rows = summarize(fit.draws).filter(({ label }) => peer.parameters.has(label));
    // All but the knots, which are labeled otherwise, and deviations.
    expect(rows.length).toBeGreaterThan(20);
    const far = rows.flatMap(({ label, mean, mcseMean: error }) => {
      const [theirs, sd, ess] = peer.parameters.get(label) ?? [Number.NaN, 1, 1];
      return Math.abs(mean - theirs) < 4 * Math.hypot(error, sd / Math.sqrt(ess)) ? [] : [{ label, mean, theirs }];
    });
    expect(far).toEqual([]);
  });

  test("so are ROI, marginal ROI, expected outcome and baseline, asked of the fit by taking media away", () => {
    const { panel } = fit;
    const maxDraws = 1000;
    const outcome = fit.open({ maxDraws });
    const plan: MediaPlan = { exposure: panel.media.map(({ exposure }) => exposure) };
    const more = panel.media.map(
      (_, channel): MediaPlan => ({
        exposure: plan.exposure.map((values, index) =>
          index === channel ? values.map((value) => 1.01 * value) : values,
        ),
      }),
    );
    const worth = panel.kpi.revenuePerKpi;
    const [expected, ...raised] = outcome.worths([plan, ...more], worth);
    const [parts] = outcome.parts([plan], worth);
    const shape = { chains: fit.draws.chains, draws: outcome.draws / fit.draws.chains };
    const check = (what: string, values: Float64Array, { mean: theirs, sd }: Spread): void => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const error = Math.hypot(mcseMean(values, shape), sd / Math.sqrt(peerDraws));
      expect(Math.abs(mean - theirs) / error, `${what}: ${mean} against ${theirs}`).toBeLessThan(4);
    };
    panel.media.forEach(({ name, spend }, channel) => {
      const cost = spend.reduce((sum, value) => sum + value, 0);
      check(
        `ROI of ${name}`,
        parts[channel].map((value) => value / cost),
        peer.roi[name],
      );
      const marginal = raised[channel].map((value, draw) => (value - expected[draw]) / (0.01 * cost));
      check(`marginal ROI of ${name}`, marginal, peer.mroi[name]);
    });
    check("expected outcome", expected, peer.expected);
    if (peer.baseline === undefined) return;
    const groups = ["baseline", "trend", "controls"];
    const draws = 200;
    const baseline = new Float64Array(draws);
    for (const { group, values } of fit.components({ maxDraws: draws })) {
      if (!groups.includes(group)) continue;
      values.forEach((value, index) => {
        baseline[Math.floor(index / worth.length)] += value * worth[index % worth.length];
      });
    }
    const mean = baseline.reduce((sum, value) => sum + value, 0) / draws;
    const error = Math.hypot(peer.baseline.sd / Math.sqrt(draws), peer.baseline.sd / Math.sqrt(peerDraws));
    expect(Math.abs(mean - peer.baseline.mean) / error, `baseline ${mean}`).toBeLessThan(4);
  });

  test("it describes the data as the package's posterior does: R², MAPE and wMAPE", () => {
    const { geo, national } = predictiveAccuracy(fit);
    const figures = { geo: geo?.all, national: national.all };
    const metrics = { R_Squared: "r2", MAPE: "mape", wMAPE: "wmape" } as const;
    for (const { metric, geo_granularity, value } of peer.accuracy) {
      const ours = figures[geo_granularity as keyof typeof figures]?.[metrics[metric as keyof typeof metrics]];
      // Of posterior means, whose Monte Carlo error moves R² by thousandths at most.
      expect(Math.abs((ours ?? Number.NaN) - value), `${geo_granularity} ${metric}: ${ours}`).toBeLessThan(0.006);
    }
  });
});
