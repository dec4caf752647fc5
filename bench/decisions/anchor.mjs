// The seed's own demo data: how much of the attainable gain each way to a plan leaves on the table.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readTable } from "@carryover/connect";
import { openPlanner } from "@carryover/mmm";
import { everyBounds } from "./bounds.mjs";
import { fitTable } from "./fit-world.mjs";
import { planAgainstOracle } from "./measure-world.mjs";
import { spendOf, trueChannels } from "./truth.mjs";

const file = (name) => fileURLToPath(new URL(`../../packages/connect/test/reference/adelon/${name}`, import.meta.url));

/** What was published of others on these data, share of the attainable gain left by bounds. */
export const published = [
  { title: "the seed's optimizer, as published", left: [0.07, 0.1, 0.5] },
  { title: "the seed's posterior, rough local search with carryover, as published", left: [0, 0.001, 0.11] },
];

const ways = [
  { kind: "adelon", method: "greedy", title: "the seed's model, its greedy swaps" },
  { kind: "adelon", method: "slsqp", title: "the seed's model, its SLSQP" },
  { kind: "adelon", method: "carryover", title: "the seed's model, our planner" },
  { kind: "default", method: "carryover", title: "our model, our planner" },
];

/** What counts is revenue within the data's three years, as in what was published. */
export async function measureAnchor(sampling) {
  const table = await readTable(file("mmm_daily_data.csv"));
  const truth = JSON.parse(readFileSync(file("mmm_ground_truth.json"), "utf8"));
  const names = truth.metadata.channels;
  const channels = trueChannels(truth, spendOf(table, names), { carryOut: false });
  const planners = new Map();
  for (const kind of new Set(ways.map((way) => way.kind))) {
    const fit = await fitTable(table, { channels: names, kind, sampling: { ...sampling, seed: 42 } });
    planners.set(kind, openPlanner(fit, { window: { carryOut: false } }));
  }
  return ways.map(({ kind, method, title }) => ({
    title,
    plans: everyBounds.map((bounds) => ({
      bounds,
      ...planAgainstOracle(planners.get(kind), channels, bounds, method),
    })),
  }));
}
