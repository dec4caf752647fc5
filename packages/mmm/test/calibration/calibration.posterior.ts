// Simulation-based calibration of the media models: parameters from the prior rank uniformly among the posterior's draws.
import { describe, expect, test } from "vitest";
import type { ModelSpec, PriorSpec } from "../../src/index.ts";
import { adstockKinds, saturationKinds } from "../support/transform-kinds.ts";
import { adelonDesign, type Design, everyTransform, geoDesign, untransformed, weekly } from "./designs.ts";
import { type RanksByQuantity, rejections } from "./rank-uniformity.ts";
import { carryOut, type Replication, type ReplicationRanks } from "./replications.ts";

/** Replications of each model; CARRYOVER_SBC_REPLICATIONS asks for a longer or a shorter test. */
const asked = Number(process.env.CARRYOVER_SBC_REPLICATIONS ?? 200);
/** To find a wrong model: a spread takes many more than a shift. */
const askedWhenWrong = { spread: 600, shift: 300 } as const;

const ranked = 15;
const run = { ranked, draws: 250, longest: 4000 } as const;
/** Of each of the models: the chance that a right engine fails any of them at other seeds is below 1 %. */
const familyWiseError = 0.01 / 5;
/** A quantity that fewer replications have is not tested by itself. */
const leastReplications = 30;

const seeds = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

function byQuantity(
  results: readonly ReplicationRanks[],
  groupsOf: (label: string, replication: number) => readonly string[],
): RanksByQuantity {
  const all = new Map<string, number[]>();
  results.forEach(({ ranks }, replication) => {
    const seen = new Set<string>();
    for (const [label, rank] of Object.entries(ranks)) {
      for (const group of groupsOf(label, replication)) {
        // One rank per replication: those of one replication depend on each other.
        if (seen.has(group)) continue;
        seen.add(group);
        all.set(group, [...(all.get(group) ?? []), rank]);
      }
    }
  });
  return new Map([...all].filter(([, values]) => values.length >= leastReplications));
}

/** Runs that never mixed may be ranked among dependent draws: one in a hundred is borne, more would be a finding of its own. */
function expectMixed(results: readonly ReplicationRanks[]): void {
  expect(results.filter(({ mixed }) => !mixed).length).toBeLessThanOrEqual(Math.ceil(results.length / 100));
}

interface Model {
  readonly name: string;
  readonly designs: readonly Design[];
  /** Labels of scalars that every replication has. */
  readonly always: readonly string[];
  /** Whether the designs run through every adstock and saturation. */
  readonly transforms: boolean;
}

const every = ["log likelihood", "intercept"];
const models: readonly Model[] = [
  {
    name: "the default model: every adstock and saturation, the integrated block",
    designs: seeds(asked).map((replication) => everyTransform("default", replication)),
    always: [...every, "trend", "control[price]", "roi[a]", "roi[b]", "sigma"],
    transforms: true,
  },
  {
    name: "PyMC-Marketing's model: every adstock and saturation, its priors, its moving coordinates",
    designs: seeds(asked).map((replication) => everyTransform("pymc-marketing", replication)),
    always: [...every, "gamma_control[price]", "saturation_beta[a]", "saturation_beta[b]", "y_sigma"],
    transforms: true,
  },
  {
    name: "the seed's model: its prior-scale coordinates and its bilinear intercept",
    designs: seeds(asked).map(adelonDesign),
    always: [...every, "adstock_alpha[tv]", "sigma"],
    transforms: false,
  },
  {
    name: "the default model over geos: its hierarchies",
    designs: seeds(asked).map(geoDesign),
    always: ["log likelihood", "roi[a]", "sigma"],
    transforms: false,
  },
];

describe(`${asked} replications`, () => {
  test.each(models.map((model) => [model.name, model] as const))("%s", async (_, { designs, always, transforms }) => {
    const results = await carryOut(designs.map((each, index): Replication => ({ ...each, seed: index + 1, ...run })));
    const ranks = byQuantity(results, (label, replication) => groupsOf(label, designs[replication].spec));
    for (const name of always) expect(ranks.get(name), name).toHaveLength(asked);
    if (transforms) expect(transformsMissing(ranks)).toEqual([]);
    expect(rejections(ranks, { ranked, familyWiseError })).toEqual([]);
    expectMixed(results);
  });
});

/** Transforms of which no parameter is among the ranks. */
function transformsMissing(ranks: RanksByQuantity): string[] {
  const wanted = [
    ...adstockKinds.filter((kind) => kind !== "none").map((kind) => `with ${kind} adstock`),
    ...saturationKinds.filter((kind) => kind !== "none").map((kind) => `with ${kind} saturation`),
  ];
  const tested = [...ranks.keys()];
  return wanted.filter((transform) => !tested.some((quantity) => quantity.endsWith(transform)));
}

/** Every scalar by its label; transform parameters by their transform as well. */
function groupsOf(label: string, spec: ModelSpec): readonly string[] {
  const [, parameter, name] = /^(.*)\[(.*)\]$/.exec(label) ?? [];
  const channel = spec.channels.find((each) => each.name === name);
  if (channel === undefined) return [label];
  const { adstock, saturation } = channel;
  return [label, `${parameter} with ${adstock.kind} adstock`, `${parameter} with ${saturation.kind} saturation`];
}

/** Media that enter as they are, under noise that drowns them: ROI is left to its prior, and runs are cheap. */
function misstated(change: (roi: PriorSpec) => PriorSpec): Design & { readonly assumedSpec: ModelSpec } {
  const { panel, spec: usual } = weekly("default", untransformed, untransformed);
  const spec: ModelSpec = { ...usual, noise: { distribution: "half-normal", sd: 30 } };
  const channels = spec.channels.map((channel) => ({
    ...channel,
    priors: { ...channel.priors, roi: change(channel.priors.roi) },
  }));
  return { panel, spec, assumedSpec: { ...spec, channels } };
}

describe("a wrong posterior is found", () => {
  const found = async (design: ReturnType<typeof misstated>, replications: number): Promise<string[]> => {
    const results = await carryOut(seeds(replications).map((seed): Replication => ({ ...design, seed, ...run })));
    const ranks = byQuantity(results, (label) => [label]);
    return rejections(ranks, { ranked, familyWiseError }).map(({ quantity }) => quantity);
  };

  test(`a prior's spread overstated by 30 %, in ${askedWhenWrong.spread} replications`, async () => {
    const wrong = misstated((roi) => ({ ...roi, sigma: 1.3 * Number(roi.sigma) }));
    expect(await found(wrong, askedWhenWrong.spread)).toEqual(expect.arrayContaining(["roi[a]", "roi[b]"]));
  });

  test(`a Jacobian forgotten, in ${askedWhenWrong.shift}`, async () => {
    // Without its Jacobian x, the density of a log-normal on the scale of log x is that of log-normal(mu − sigma²).
    const wrong = misstated((roi) => ({ ...roi, mu: Number(roi.mu) - Number(roi.sigma) ** 2 }));
    expect(await found(wrong, askedWhenWrong.shift)).toEqual(expect.arrayContaining(["roi[a]", "roi[b]"]));
  });
});
