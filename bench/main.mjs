// npm run bench: measures the engine and the models, prints tables or one JSON object.
import { parseArgs } from "node:util";
import { measureAllocation } from "./allocation.mjs";
import { measureGradients } from "./gradients.mjs";
import { measureKernels } from "./kernels.mjs";
import { machineFacts } from "./machine.mjs";
import { measurePlanning } from "./planning.mjs";
import { measureRobyn } from "./robyn.mjs";
import { measureMemory, measureSampling, samplingSections } from "./sampling.mjs";
import { measureScaling } from "./scaling.mjs";
import { markdown, tablesOf } from "./tables.mjs";

/** In the order in which they run; each gets the options and what was measured before it. */
const sections = {
  kernels: measureKernels,
  gradients: measureGradients,
  scaling: measureScaling,
  ...Object.fromEntries(
    Object.entries(samplingSections).map(([section, model]) => [section, (options) => measureSampling(model, options)]),
  ),
  memory: measureMemory,
  allocation: measureAllocation,
  planning: measurePlanning,
  robyn: measureRobyn,
};

const help = `npm run bench -- [--only ${Object.keys(sections).join(",")}] [--quick] [--json]`;

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    quick: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
if (values.help) console.log(help);
else await run();

async function run() {
  const asked = values.only?.split(",") ?? Object.keys(sections);
  const unknown = asked.filter((name) => !(name in sections));
  if (unknown.length > 0) {
    console.error(`there is no section "${unknown.join('", "')}"\n${help}`);
    process.exitCode = 2;
    return;
  }
  const figures = { ...machineFacts(), isQuick: values.quick };
  for (const name of Object.keys(sections).filter((each) => asked.includes(each))) {
    // Progress goes to the error stream, so that standard output holds the result alone.
    console.error(`measuring ${name} …`);
    Object.assign(figures, await sections[name]({ isQuick: values.quick }, figures));
  }
  console.log(values.json ? JSON.stringify(figures) : asText(figures));
}

function asText(figures) {
  const { machine, versions, date } = figures;
  const notices = [];
  if (figures.mediaBlock?.native === null)
    notices.push("No C compiler (cc, or $CC): the native media block was skipped.");
  if (machine.loadBefore > 0.5) notices.push(`The machine was busy before (load ${machine.loadBefore.toFixed(1)}).`);
  if (figures.isQuick) notices.push("Quick run: not for quoting.");
  return [
    `${date}, ${machine.processor}, ${machine.cores} cores, Node ${versions.node}, carryover ${versions.carryover} (${versions.commit})`,
    ...notices,
    ...tablesOf(figures).map((table) => `\n${table.title}\n\n${markdown(table)}`),
  ].join("\n");
}
