// npm run bench:peers: the same model and data on a peer and on ours, in turn, and the ratios.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { machineFacts } from "../machine.mjs";
import { fitInProcess, output, runForFigures } from "../processes.mjs";
import { markdown } from "../tables.mjs";
import { comparisons, peerArguments } from "./comparisons.mjs";
import { peersPython } from "./environment.mjs";
import { peerTables } from "./tables.mjs";

const { values } = parseArgs({
  options: {
    only: { type: "string", default: Object.keys(comparisons).join(",") },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(`npm run bench:peers -- [--only ${Object.keys(comparisons)}] [--json]`);
} else {
  const facts = machineFacts();
  const python = await peersPython();
  const peers = {};
  for (const name of values.only.split(",")) {
    if (!(name in comparisons)) throw new Error(`there is no comparison "${name}": ${Object.keys(comparisons)}`);
    peers[name] = await compare(name, python);
  }
  const tables = peerTables({ peers }).map((table) => `${table.title}\n\n${markdown(table)}`);
  console.log(values.json ? JSON.stringify({ ...facts, peers }) : tables.join("\n\n"));
}

/** Ours, the peer, ours, the peer, … ours: with other seeds each time; ratios are those of the medians. */
async function compare(name, python) {
  const { title, model, rounds, minutes, wanted, ...script } = comparisons[name];
  const folder = await mkdtemp(join(tmpdir(), "carryover-peers-"));
  const ours = [];
  const peer = [];
  const file = () => join(folder, `${ours.length + peer.length}.nc`);
  const runOurs = async () => {
    console.error(`${name}: ours …`);
    const output = file();
    ours.push(
      await measuredByArviz(
        python,
        await fitInProcess(model, { sampling: { seed: 42 + ours.length }, output }),
        output,
      ),
    );
  };
  const runPeer = async () => {
    console.error(`${name}: the peer, about ${minutes} min on two idle cores …`);
    const output = file();
    const args = peerArguments({ model, ...script }, { output, seed: 42 + peer.length });
    peer.push(await measuredByArviz(python, await runForFigures(python, args), output));
  };
  try {
    while (peer.length < rounds) {
      await runOurs();
      await runPeer();
    }
    await runOurs();
    return { title, wanted, peer, ours, ratios: ratiosOf(peer, ours) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** ESS and R-hat of either side are ArviZ's, from the draws in the file. @throws Error when the program found others */
async function measuredByArviz(python, figures, file) {
  const script = fileURLToPath(new URL("diagnose.py", import.meta.url));
  const measured = JSON.parse(await output(python, [script, file]));
  for (const key of ["minEssBulk", "minEssTail", "maxRhat"]) {
    // Both compute the same formula in double precision; FFTs add up in another order.
    if (Math.abs(measured[key] / figures[key] - 1) > 1e-6) {
      throw new Error(`${key}: ArviZ finds ${measured[key]}, the program ${figures[key]}`);
    }
  }
  return {
    ...figures,
    ...measured,
    minEssPerSecond: measured.minEssBulk / figures.samplingSeconds,
    essTailPerSecond: measured.minEssTail / figures.samplingSeconds,
  };
}

/** Above 1: ours is better. */
function ratiosOf(peer, ours) {
  const more = (key) => medianOf(ours, key) / medianOf(peer, key);
  const less = (key) => 1 / more(key);
  return {
    minEssPerSecond: more("minEssPerSecond"),
    essTailPerSecond: more("essTailPerSecond"),
    wallSeconds: less("wallSeconds"),
    samplingSeconds: less("samplingSeconds"),
    gradientEvaluations: less("gradientEvaluations"),
    leapfrogsPerDraw: less("leapfrogsPerDraw"),
  };
}

function medianOf(runs, key) {
  const sorted = runs.map((run) => run[key]).sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
