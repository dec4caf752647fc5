// Model comparison against ArviZ on the same log-likelihoods.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openStream } from "@carryover/engine";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Fit } from "../../src/fit.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { compareModels, type ModelComparison } from "../../src/validation/compare-models.ts";
import { smallWorld } from "../support/small-panel.ts";
import { priorDraws, statedFit } from "../support/stated-fit.ts";

interface Found {
  readonly elpd: number;
  readonly se: number;
  readonly difference: number;
  readonly differenceError: number;
  readonly stacking: number;
  readonly pseudo: number;
}

const [draws, observations] = [800, 90];
const script = fileURLToPath(new URL("../interop/compare_models.py", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "carryover-compare-"));
let theirs: Readonly<Record<string, Found>>;
let ours: ModelComparison;

/** Normal observations under three models: one that fits the first half, one the second, one neither. */
function logLikelihoods(): Record<string, number[]> {
  const stream = openStream({ seed: 12, chain: 0, purpose: "data" });
  const values = Array.from({ length: observations }, (_, each) => (each < 50 ? 0 : 1.5) + stream.normal());
  const model = (mean: (each: number) => number, sd: number): number[] =>
    Array.from({ length: draws }, () => {
      const shift = 0.1 * stream.normal();
      return values.map((value, each) => -0.5 * ((value - mean(each) - shift) / sd) ** 2 - Math.log(sd));
    }).flat();
  return { low: model(() => 0, 1), high: model(() => 1.5, 1), wide: model(() => 0.7, 2.5) };
}

beforeAll(() => {
  const models = logLikelihoods();
  const path = join(folder, "models.json");
  writeFileSync(path, JSON.stringify({ draws, observations, models }));
  const python = process.env.CARRYOVER_PYTHON ?? "python3";
  theirs = JSON.parse(execFileSync(python, [script, path], { encoding: "utf8" }));
  const { panel, config } = smallWorld({}, observations);
  const spec = resolveSpec(panel, config);
  const fit = statedFit(panel, spec, priorDraws(panel, spec, 1));
  ours = compareModels(
    Object.entries(models).map(([name, values]) => {
      const with_: Fit = {
        ...fit,
        draws: { ...fit.draws, draws },
        pointwiseLogLikelihood: () => Float64Array.from(values),
      };
      return { name, fit: with_ };
    }),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(["low", "high", "wide"])("%s: elpd, differences, errors and weights are those of ArviZ", (name) => {
  const own = ours.models.find((each) => each.name === name)!;
  expect(own.elpd).toBeCloseTo(theirs[name].elpd, 6);
  expect(own.standardError).toBeCloseTo(theirs[name].se, 6);
  expect(own.difference).toBeCloseTo(theirs[name].difference, 6);
  expect(own.differenceError).toBeCloseTo(theirs[name].differenceError, 6);
  // ArviZ stops its optimizer at 1e−6 of the objective, whose curvature here is of order 10 per observation.
  expect(Math.abs(own.stackingWeight - theirs[name].stacking)).toBeLessThan(2e-3);
  // The bootstrap's own error with 1,000 replications, 4 standard errors of a share.
  expect(Math.abs(own.pseudoBmaWeight - theirs[name].pseudo)).toBeLessThan(0.065);
});
