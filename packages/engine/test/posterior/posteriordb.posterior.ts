// The sampler against published reference draws: nine posteriors of posteriordb.
import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { mcseMean, mcseSd } from "../../src/diagnostics/mcse.ts";
import { rhat } from "../../src/diagnostics/rhat.ts";
import { compile } from "../../src/graph/compile.ts";
import { mean, standardDeviation } from "../../src/math/statistics.ts";
import { sample } from "../../src/sampler/sample.ts";
import { type PosteriorData, referenceModels } from "./posteriordb-models.ts";

interface ReferenceFile {
  readonly data: PosteriorData;
  readonly reference: Readonly<Record<string, { readonly mean: number; readonly sd: number; readonly mcse: number }>>;
}

const folder = new URL("../reference/posteriordb/", import.meta.url);
const sampling = { chains: 4, warmup: 500, draws: 1500, seed: 20261122 };

/** How many Monte Carlo standard errors two estimates may be apart. Of the 168 comparisons here 0.01 exceed it by chance. */
const allowed = 4;

/**
 * Kurtosis (fourth central moment over squared variance). The standard deviation of n independent draws has the standard
 * error sd √((kurtosis − 1) / 4n).
 */
function kurtosis(values: Float64Array): number {
  const center = mean(values);
  const spread = standardDeviation(values);
  return mean(values.map((value) => ((value - center) / spread) ** 4));
}

const cases = referenceModels.flatMap((model) =>
  (model.hasLinearBlock ? [true, false] : [true]).map((marginalize) => ({
    model,
    marginalize,
    name: `${model.posterior}${marginalize ? "" : ", nothing integrated out"}`,
  })),
);

describe.each(cases)("$name", ({ model, marginalize }) => {
  test("every mean and standard deviation is within 4 combined MCSE of the reference", async () => {
    const text = await readFile(new URL(`${model.posterior}.json`, folder), "utf8");
    const { data, reference } = JSON.parse(text) as ReferenceFile;
    const { draws } = await sample(compile(model.build(data), { marginalize }), { options: sampling });
    const quantities = model.quantities(draws);
    expect(Object.keys(quantities).sort()).toEqual(Object.keys(reference).sort());

    const rows = Object.entries(reference).map(([name, theirs]) => {
      const values = quantities[name];
      const [ourMean, ourSd] = [mean(values), standardDeviation(values)];
      // The file has the mean's standard error: it says how many independent draws the 10,000 were worth. The kurtosis
      // is not in the file; it is the posterior's, so that our draws tell it as well.
      const theirEffective = (theirs.sd / theirs.mcse) ** 2;
      const theirMcseSd = theirs.sd * Math.sqrt((kurtosis(values) - 1) / (4 * theirEffective));
      return {
        name,
        meanOff: (ourMean - theirs.mean) / Math.hypot(mcseMean(values, draws), theirs.mcse),
        sdOff: (ourSd - theirs.sd) / Math.hypot(mcseSd(values, draws), theirMcseSd),
        rhat: rhat(values, draws),
      };
    });
    expect(rows.filter(({ meanOff, sdOff }) => !(Math.abs(meanOff) < allowed && Math.abs(sdOff) < allowed))).toEqual(
      [],
    );
    expect(rows.filter((row) => !(row.rhat < 1.01))).toEqual([]);
    expect(draws.statistics.divergent.every((each) => each === 0)).toBe(true);
  });
});
