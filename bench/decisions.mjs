// npm run bench:decisions: worlds with a known truth, from data to decision, and what the decisions are worth.
import { parseArgs } from "node:util";
import { measureAnchor } from "./decisions/anchor.mjs";
import { worldSampling } from "./decisions/fit-world.mjs";
import { measureWorld } from "./decisions/measure-world.mjs";
import { checkOracle } from "./decisions/oracle.mjs";
import { scoresOf } from "./decisions/scores.mjs";
import { decisionTables } from "./decisions/tables.mjs";
import { spendOf, trueChannels } from "./decisions/truth.mjs";
import { drawWorld } from "./decisions/worlds.mjs";
import { machineFacts } from "./machine.mjs";
import { markdown } from "./tables.mjs";

const everyWorld = 40;
const quick = { worlds: 3, sampling: { chains: 2, warmup: 200, draws: 200 } };
/** The engine's defaults, as the seed's. */
const anchorSampling = { chains: 4, warmup: 1_000, draws: 1_000 };
const help = "npm run bench:decisions -- [--worlds NUMBER] [--only worlds,anchor] [--quick] [--json]";

const { values } = parseArgs({
  options: {
    worlds: { type: "string" },
    only: { type: "string", default: "worlds,anchor" },
    quick: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
const count = Number(values.worlds ?? (values.quick ? quick.worlds : everyWorld));
const sections = values.only.split(",");
if (values.help) console.log(help);
else if (!(Number.isInteger(count) && count >= 1) || sections.some((each) => !["worlds", "anchor"].includes(each))) {
  console.error(help);
  process.exitCode = 2;
} else await run();

async function run() {
  const started = performance.now();
  const figures = { ...machineFacts(), isQuick: values.quick };
  const decisions = {};
  if (sections.includes("worlds")) {
    decisions.sampling = values.quick ? quick.sampling : worldSampling;
    decisions.worlds = await measureWorlds(decisions.sampling);
    decisions.scores = scoresOf(decisions.worlds);
  }
  if (sections.includes("anchor")) {
    console.error("the seed's demo data …");
    decisions.anchorSampling = values.quick ? quick.sampling : anchorSampling;
    decisions.anchor = await measureAnchor(decisions.anchorSampling);
  }
  decisions.minutes = (performance.now() - started) / 60_000;
  Object.assign(figures, { decisions });
  console.log(values.json ? JSON.stringify(figures) : asText(figures));
}

async function measureWorlds(sampling) {
  const measured = [];
  for (let number = 1; number <= count; number += 1) {
    const world = drawWorld(number);
    if (number <= 3) checkOracle(oracleChannels(world), { low: 0.2, high: 3 });
    // Progress goes to the error stream, so that standard output holds the result alone.
    console.error(`world ${number} of ${count} …`);
    measured.push(await measureWorld(world, sampling));
  }
  return measured;
}

function oracleChannels({ truth, days }) {
  return trueChannels(truth, spendOf(days.table, truth.metadata.channels), { carryOut: false });
}

function asText(figures) {
  const { machine, versions, date, isQuick, decisions } = figures;
  const { chains, warmup, draws } = decisions.sampling ?? decisions.anchorSampling;
  return [
    `${date}, ${machine.processor}, ${machine.cores} cores, Node ${versions.node}, carryover ${versions.carryover} (${versions.commit})`,
    `${chains} × (${warmup} + ${draws}) draws, ${decisions.minutes.toFixed(1)} minutes`,
    ...(isQuick ? ["Quick run: not for quoting."] : []),
    ...decisionTables(figures).map((table) => `\n${table.title}\n\n${markdown(table)}`),
  ].join("\n");
}
