import { sameThreadTasks } from "@carryover/engine";
import { workerTaskRunner } from "@carryover/engine/tasks";
import { expect, test } from "vitest";
import type { Candidate } from "../../../src/frameworks/robyn/candidate.ts";
import { dominates } from "../../../src/frameworks/robyn/pareto.ts";
import { searchModels } from "../../../src/frameworks/robyn/search.ts";
import type { RobynSearch } from "../../../src/frameworks/robyn/search-result.ts";
import { robynPort, robynWeeklyPanel, robynWeeklySearch, robynWeeklySpec } from "../../support/robyn-weekly.ts";

const panel = robynWeeklyPanel();
const { search } = robynWeeklySearch();
const small = robynWeeklySpec({ search: { ...search, trials: 2, iterations: 500 } });
const found = await searchModels(panel, small);

function area(points: readonly (readonly [number, number])[]): number {
  let total = 0;
  let lowest = 1;
  for (const [nrmse, rssd] of points.toSorted((a, b) => a[0] - b[0])) {
    if (rssd < lowest) total += (lowest - rssd) * (1 - nrmse);
    lowest = Math.min(lowest, rssd);
  }
  return total;
}

function withoutTimes({ searchSeconds: _, selectionSeconds: __, ...rest }: RobynSearch) {
  return rest;
}

test("its front dominates more than that of the port's search of as many models", () => {
  const { nrmse, rssd } = found.evaluations;
  expect(nrmse).toHaveLength(1000);
  const own = area(nrmse.map((error, model) => [error, rssd[model]] as const));
  expect(found.hypervolume).toBeCloseTo(own, 12);
  expect(own).toBeGreaterThan(
    area(robynPort.small.nrmse.map((error, model) => [error, robynPort.small.rssd[model]] as const)),
  );
});

test("no model of the search is better in both errors than one of the first front", () => {
  const { trial, iteration, nrmse, rssd } = found.evaluations;
  const first = new Set(found.firstFront);
  expect(first.size).toBeGreaterThan(5);
  for (let model = 0; model < nrmse.length; model += 1) {
    const point = [nrmse[model], rssd[model]];
    const isDominated = nrmse.some((_, other) => dominates([nrmse[other], rssd[other]], point));
    if (first.has(`${trial[model]}_${iteration[model]}`)) expect(isDominated).toBe(false);
  }
});

test("the same seed finds the same models, in this thread or in any number of workers; another seed others", async () => {
  const module = import.meta.resolve("@carryover/mmm/robyn-search");
  const inWorkers = await searchModels(panel, small, { runner: workerTaskRunner(module, { workers: 2 }) });
  expect(withoutTimes(inWorkers)).toEqual(withoutTimes(found));
  const reseeded = robynWeeklySpec({ search: { ...search, trials: 1, iterations: 60, seed: 9 } });
  const other = await searchModels(panel, reseeded);
  expect(other.evaluations.nrmse).not.toEqual(found.evaluations.nrmse.slice(0, 60));
});

test("a shorter search is the beginning of a longer one, and trials do not depend on how many there are", async () => {
  const short = await searchModels(panel, robynWeeklySpec({ search: { ...search, trials: 1, iterations: 130 } }));
  expect(short.evaluations.nrmse).toEqual(found.evaluations.nrmse.slice(0, 130));
});

test("candidates are at least a hundred, scored; each cluster's winner has its lowest score; weights sum to one", () => {
  expect(found.candidates.length).toBeGreaterThanOrEqual(100);
  expect(found.errorScores.toSorted((a, b) => a - b)).toEqual(found.errorScores);
  const score = new Map(found.candidates.map(({ id }, index) => [id, found.errorScores[index]]));
  const members = found.clusters.flatMap((cluster) => cluster.members);
  expect(members.toSorted()).toEqual(found.candidates.map(({ id }) => id).toSorted());
  for (const cluster of found.clusters) {
    const scores = cluster.members.map((id) => score.get(id) ?? Number.NaN);
    expect(score.get(cluster.winner)).toBe(Math.min(...scores));
  }
  expect(found.selected.map(({ id }) => id)).toEqual(found.clusters.map(({ winner }) => winner));
  expect(found.selected.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
  expect(found.clusters.length).toBeGreaterThanOrEqual(3);
  expect(found.clusters.length).toBeLessThanOrEqual(10);
});

test("every hyperparameter lies within its bounds", () => {
  const isWithin = ({ hyperparameters }: Candidate): boolean =>
    robynWeeklySearch().media.every(({ name, theta = [0, 0] }) => {
      const { [`${name}_alphas`]: alpha, [`${name}_gammas`]: gamma, [`${name}_thetas`]: own } = hyperparameters;
      return alpha >= 0.5 && alpha <= 3 && gamma >= 0.3 && gamma <= 1 && own >= theta[0] && own <= theta[1];
    });
  expect(found.candidates.every(isWithin)).toBe(true);
});

test("a search that is stopped answers from what it has evaluated", async () => {
  const controller = new AbortController();
  const stopped = await searchModels(panel, small, {
    signal: controller.signal,
    onProgress: ({ evaluated, total }) => {
      expect(total).toBe(1000);
      if (evaluated >= 200) controller.abort();
    },
  });
  expect(stopped.interrupted).toBe(true);
  expect(stopped.evaluations.nrmse).toEqual(found.evaluations.nrmse.slice(0, 200));
  const before = searchModels(panel, small, { runner: sameThreadTasks, signal: AbortSignal.abort() });
  await expect(before).rejects.toThrow("ended before a model was evaluated");
});

test("with lift tests a third error is made small, and candidates are near them", async () => {
  const lifts = [{ channels: ["tv_S"], from: 60, to: 71, lift: 1e6, scope: "total" }] as const;
  const lifted = await searchModels(
    panel,
    robynWeeklySpec({ lifts, search: { ...search, trials: 1, iterations: 400 } }),
  );
  expect(lifted.convergence.map(({ objective }) => objective)).toEqual(["nrmse", "rssd", "mapeLift"]);
  const sorted = lifted.evaluations.mapeLift.toSorted((a, b) => a - b);
  expect(Math.max(...lifted.candidates.map(({ mapeLift }) => mapeLift))).toBeLessThanOrEqual(sorted[41]);
});

test("where every hyperparameter is given there is one model", async () => {
  const { media, penalty } = robynWeeklySearch();
  const fixed = robynWeeklySpec({
    media: media.map((own) => ({ ...own, alpha: [1, 1], gamma: [0.5, 0.5], theta: [0.2, 0.2] })),
    penalty: { ...penalty, lambda: [0.1, 0.1] },
    search: { ...search, trials: 1 },
  });
  const one = await searchModels(panel, fixed);
  expect(one.candidates).toHaveLength(1);
  expect(one.selected).toMatchObject([{ id: "1_1", weight: 1 }]);
});
