// npm run bench:triangulation: worlds with a known truth, and how near to it each framework and their consensus come.
import { parseArgs } from "node:util";
import { drawWorld } from "./decisions/worlds.mjs";
import { machineFacts } from "./machine.mjs";
import { markdown } from "./tables.mjs";
import { compareSampling, measureTriangulation } from "./triangulation/measure-world.mjs";
import { triangulationScores } from "./triangulation/scores.mjs";
import { triangulationTables } from "./triangulation/tables.mjs";

const everyWorld = 20;
const quick = {
  worlds: 2,
  sampling: {
    fits: { chains: 2, warmup: 200, draws: 200 },
    folds: { chains: 2, warmup: 150, draws: 150 },
    search: { trials: 1, iterations: 200 },
  },
};
const help = "npm run bench:triangulation -- [--worlds NUMBER] [--from NUMBER] [--quick] [--json]";

const { values } = parseArgs({
  options: {
    worlds: { type: "string" },
    from: { type: "string", default: "1" },
    quick: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
const count = Number(values.worlds ?? (values.quick ? quick.worlds : everyWorld));
const first = Number(values.from);
if (values.help) console.log(help);
else if (![count, first].every((each) => Number.isInteger(each) && each >= 1)) {
  console.error(help);
  process.exitCode = 2;
} else await run();

async function run() {
  const started = performance.now();
  const sampling = values.quick ? quick.sampling : compareSampling;
  const worlds = [];
  for (let number = first; number < first + count; number += 1) {
    // Progress goes to the error stream, so that standard output holds the result alone.
    console.error(`world ${number} of ${first} to ${first + count - 1} …`);
    worlds.push(await measureTriangulation(drawWorld(number), sampling));
  }
  const triangulation = {
    sampling,
    worlds,
    scores: triangulationScores(worlds),
    minutes: (performance.now() - started) / 60_000,
  };
  const figures = { ...machineFacts(), isQuick: values.quick, triangulation };
  console.log(values.json ? JSON.stringify(figures) : asText(figures));
}

function asText(figures) {
  const { machine, versions, date, isQuick, triangulation } = figures;
  return [
    `${date}, ${machine.processor}, ${machine.cores} cores, Node ${versions.node}, carryover ${versions.carryover} (${versions.commit})`,
    `${triangulation.minutes.toFixed(1)} minutes`,
    ...(isQuick ? ["Quick run: not for quoting."] : []),
    ...triangulationTables(figures).map((table) => `\n${table.title}\n\n${markdown(table)}`),
  ].join("\n");
}
