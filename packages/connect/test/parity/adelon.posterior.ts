// The seed's model on the seed's data, held against the posterior its original software gives.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Draws, summarize } from "@carryover/engine";
import { workerChainRunner } from "@carryover/engine/workers";
import { buildPanel, evaluate, type Fit, fitBayesian, metrics, parseConfig, resolveSpec } from "@carryover/mmm";
import { beforeAll, describe, expect, test } from "vitest";
import { readTable } from "../../src/index.ts";

interface PeerParameter {
  readonly mean: number;
  readonly mcseMean: number;
  readonly sd: number;
  readonly mcseSd: number;
}

const reference = new URL("../reference/adelon/", import.meta.url);
const posteriorModule = pathToFileURL(createRequire(import.meta.url).resolve("@carryover/mmm/posterior"));
const channels = ["tv", "search", "social", "display", "print_ooh"];

async function fitSeed(): Promise<Fit> {
  const config = parseConfig({
    data: { path: "mmm_daily_data.csv", date: "date", kpi: { column: "revenue" } },
    channels: channels.map((name) => ({ name, spend: `${name}_spend` })),
    controls: ["price_index", "is_promotion", "competitor_spend", "economic_index"],
    model: { kind: "adelon" },
  });
  const { panel } = buildPanel(await readTable(fileURLToPath(new URL("mmm_daily_data.csv", reference))), config);
  return fitBayesian(panel, resolveSpec(panel, config), {
    sampling: { chains: 4, warmup: 1000, draws: 1000, seed: 42 },
    runner: workerChainRunner(posteriorModule),
  });
}

describe("the seed's model on the seed's data, 4 × (1000 + 1000), seed 42", () => {
  let fit: Fit;
  let draws: Draws;
  beforeAll(async () => {
    fit = await fitSeed();
    draws = fit.draws;
  });

  test("every parameter's mean and standard deviation are within 4 combined MCSE of PyMC's", async () => {
    const peer = JSON.parse(await readFile(new URL("adelon-pymc.json", reference), "utf8")) as {
      parameters: Record<string, PeerParameter>;
    };
    const rows = summarize(draws);
    expect(rows.map(({ label }) => label).sort()).toEqual(Object.keys(peer.parameters).sort());
    const far = rows.filter(({ label, mean, mcseMean, sd, mcseSd }) => {
      const other = peer.parameters[label];
      const meanOff = Math.abs(mean - other.mean) / Math.hypot(mcseMean, other.mcseMean);
      const sdOff = Math.abs(sd - other.sd) / Math.hypot(mcseSd, other.mcseSd);
      return !(meanOff <= 4 && sdOff <= 4);
    });
    expect(far).toEqual([]);
  });

  test("it converges: R-hat < 1.01, bulk and tail ESS > 400, no divergence", () => {
    const rows = summarize(draws);
    expect(Math.max(...rows.map(({ rhat }) => rhat))).toBeLessThan(1.01);
    expect(Math.min(...rows.map(({ essBulk }) => essBulk))).toBeGreaterThan(400);
    expect(Math.min(...rows.map(({ essTail }) => essTail))).toBeGreaterThan(400);
    expect(draws.statistics.divergent.reduce((sum, each) => sum + each, 0)).toBe(0);
  });

  test("it describes the data as the original does: R² ≥ .975, MAPE ≤ 2.6 %", () => {
    const evaluation = evaluate(fit, { sampling: { warmup: 1000, seed: 42, targetAccept: 0.9 } });
    const { r2, mape } = metrics(evaluation);
    expect(r2).toBeGreaterThanOrEqual(0.975);
    expect(mape).toBeLessThanOrEqual(0.026);
  });
});
