// carryover explore: what can be said of data before any model is fitted to them.
import { loadFit } from "@carryover/connect";
import {
  type Exploration,
  explorationAnswer,
  exploreData,
  type ModelSpec,
  type Panel,
  priorBeliefs,
  withPrior,
} from "@carryover/mmm";
import { alignedNumbers } from "../aligned-rows.ts";
import { loadProject, projectOptions } from "../config/project.ts";
import type { Command } from "../options.ts";
import { writeSupplement } from "../supplements.ts";
import { reportProject } from "./check.ts";
import { evaluationOf } from "./evaluate.ts";
import { storeOf, storeOptions } from "./store-options.ts";

const priorDraws = 500;
const priorSeed = 0;

export const exploreCommand: Command = {
  name: "explore",
  summary: "look at the data before a model: collinearity, outliers, costs, what geos and time explain",
  positionals: ["[ID]"],
  options: {
    ...projectOptions,
    "no-prior": { help: `leave out what the model's priors say before they see the KPI (${priorDraws} draws)` },
    ...storeOptions,
  },
  notes: [
    "Without an ID it looks at what --config and --data name; with one at that run's data, keeps exploration.json with the run and adds the chapter to its report.",
    "The checks are Meridian's; docs/meridian-tools.md says what each sees and what it does not.",
  ],
  async run({ values, positionals, console }) {
    const id = positionals[0];
    const withPriors = !values.isSet("no-prior");
    if (id === undefined) {
      const project = await loadProject(values);
      reportProject(project, console);
      const exploration = explored(project.panel, project.spec, withPriors);
      console.print(...explorationLines(exploration));
      console.result(exploration);
      return "done";
    }
    const run = await storeOf(values).read(id);
    const evaluation = await evaluationOf(run, console);
    const { fit } = await loadFit(run);
    const exploration = explored(fit.panel, fit.spec, withPriors);
    await writeSupplement(run, evaluation, "exploration", exploration);
    console.print(...explorationLines(exploration), `Report: ${run.path}/report.html#exploration`);
    console.result({ run: run.id, path: run.path, ...exploration });
    return "done";
  },
};

function explored(panel: Panel, spec: ModelSpec, withPriors: boolean): Exploration {
  const knots = knotCount(panel, spec);
  const exploration = exploreData(panel, knots === undefined ? {} : { knots });
  // A search has no priors.
  if (!withPriors || spec.kind === "robyn") return exploration;
  return withPrior(exploration, priorBeliefs(panel, spec, priorDraws, priorSeed));
}

function knotCount({ geos }: Panel, { meridian, geo }: ModelSpec): number | undefined {
  if (geos.length === 1) return meridian?.knots.length;
  return geo?.knots.length;
}

const labels = { fail: "FAIL", review: "review", info: "" } as const;

function explorationLines(exploration: Exploration): string[] {
  const number = (value: number | null, digits: number): string =>
    value === null
      ? "–"
      : value
          .toFixed(digits)
          .replace(/^-(?=[0.]*$)/, "")
          .replace("-", "\u2212");
  const isGeo = exploration.level === "geo";
  const head = [
    "variable",
    "inflation",
    ...(isGeo ? ["R² on geos", "R² on periods", "with population"] : []),
    "outliers",
  ];
  const rows = exploration.variables.map((each) => [
    each.name,
    number(each.varianceInflation, 1),
    ...(isGeo
      ? [number(each.explainedByGeo, 2), number(each.explainedByTime, 2), number(each.populationScaled, 2)]
      : []),
    String(exploration.series.find(({ name, group }) => name === each.name && group === each.group)?.outliers ?? 0),
  ]);
  return [
    explorationAnswer(exploration),
    ...exploration.findings.flatMap(({ severity, found, remedy }) => [
      `  ${labels[severity].padEnd(7)} ${found}`,
      ...(remedy === null ? [] : [`          To do: ${remedy}`]),
    ]),
    ...alignedNumbers([head, ...rows]),
  ];
}
