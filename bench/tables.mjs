// The figures as tables of text, the same for the terminal and for README.md.
import { nativeVariants } from "./native/media.mjs";
import { referenceModels } from "./reference-models.mjs";

/** Every table that the figures have something for: { title, head, rows }. */
export function tablesOf(figures) {
  return [
    kernelTable(figures),
    mediaTable(figures),
    gradientTable(figures),
    samplingTable(figures),
    scalingTable(figures),
    memoryTable(figures),
    allocationTable(figures),
    planningTable(figures),
    robynTable(figures),
  ].filter((table) => table !== undefined);
}

/** GitHub's tables, which a terminal shows well enough: words to the left, numbers to the right. */
export function markdown({ head, rows }) {
  const widths = head.map((title, column) => Math.max(3, title.length, ...rows.map((row) => row[column].length)));
  const isText = head.map((_, column) => rows.some((row) => /[a-z]/i.test(row[column])));
  const pad = (text, column) => (isText[column] ? text.padEnd(widths[column]) : text.padStart(widths[column]));
  const line = (row) => `| ${row.map(pad).join(" | ")} |`;
  const rule = widths.map((width, column) => (isText[column] ? "-".repeat(width) : `${"-".repeat(width - 1)}:`));
  return [line(head), `| ${rule.join(" | ")} |`, ...rows.map(line)].join("\n");
}

function kernelTable({ kernels }) {
  if (kernels === undefined) return undefined;
  const kinds = Object.keys(Object.values(kernels)[0]);
  return {
    title: "Operations, forward and backward, on 1,095 periods: gradients a second",
    head: ["operation", ...kinds, "ratio"],
    rows: Object.entries(kernels).map(([name, rates]) => [
      name,
      ...kinds.map((kind) => rounded(rates[kind])),
      digits(rates.webassembly / rates.reference),
    ]),
  };
}

function mediaTable({ mediaBlock }) {
  if (mediaBlock === undefined) return undefined;
  const { reference, webassembly, native } = mediaBlock;
  const rows = [
    ["engine, reference kernels", reference],
    ["engine, WebAssembly", webassembly],
    ...Object.entries(native ?? {}).map(([name, each]) => [nativeVariants[name].title, each]),
  ];
  return {
    title: "Media block of the seed's model, 1,095 days × 5 channels, forward and backward",
    head: ["carried out by", "µs", "WebAssembly takes"],
    rows: rows.flatMap(([title, each]) =>
      each === null ? [] : [[title, digits(each), `${digits(webassembly / each)} ×`]],
    ),
  };
}

function gradientTable({ gradients }) {
  if (gradients === undefined) return undefined;
  return {
    title: "One gradient of the whole log density",
    head: ["model", "dimensions", "µs", "gradients a second"],
    rows: Object.entries(gradients).map(([name, { dimensions, microseconds, perSecond }]) => [
      referenceModels[name].title,
      `${dimensions}`,
      digits(microseconds),
      rounded(perSecond),
    ]),
  };
}

function samplingTable(figures) {
  const measured = Object.keys(referenceModels).filter((name) => figures[name] !== undefined);
  if (measured.length === 0) return undefined;
  const columns = [
    ["bulk ESS/s", ({ minEssPerSecond }) => digits(minEssPerSecond)],
    ["tail ESS/s", ({ essTailPerSecond }) => digits(essTailPerSecond)],
    ["sampling s", ({ samplingSeconds }) => digits(samplingSeconds)],
    ["wall s", ({ wallSeconds }) => digits(wallSeconds)],
    ["leapfrogs/draw", ({ leapfrogsPerDraw }) => digits(leapfrogsPerDraw)],
    ["gradients", ({ gradientEvaluations }) => rounded(gradientEvaluations)],
    ["divergences", ({ divergences }) => `${divergences}`],
    ["max R-hat", ({ maxRhat }) => maxRhat.toFixed(4)],
    ["peak MB", ({ peakMemoryMegabytes }) => rounded(peakMemoryMegabytes)],
  ];
  const { chains, warmup, draws } = figures[measured[0]].sampling;
  return {
    title: `Whole fits, ${chains} × (${warmup} + ${draws}), least ESS of all parameters`,
    head: ["model", ...columns.map(([title]) => title)],
    rows: measured.map((name) => [referenceModels[name].title, ...columns.map(([, cell]) => cell(figures[name]))]),
  };
}

function scalingTable({ scaling }) {
  if (scaling === undefined) return undefined;
  return {
    title: "Four times as much: cost of a gradient (of a gradient in every chain)",
    head: ["what grows", "model", "from", "to", "µs", "µs then", "ratio"],
    rows: Object.entries(scaling).map(([what, { model, from, to, microseconds, ratio }]) => [
      what,
      model,
      rounded(from),
      rounded(to),
      ...microseconds.map(digits),
      ratio.toFixed(2),
    ]),
  };
}

function memoryTable({ memory }) {
  if (memory === undefined) return undefined;
  const { model, chains, draws, peakMegabytes } = memory;
  return {
    title: "Peak memory of the whole process",
    head: ["model", "chains", "draws", "MB"],
    rows: [[referenceModels[model].title, `${chains}`, rounded(draws), rounded(peakMegabytes)]],
  };
}

function robynTable({ robyn }) {
  if (robyn === undefined) return undefined;
  const row = (name, { models, searchSeconds, selectionSeconds, hypervolume }) => [
    name,
    rounded(models),
    digits(searchSeconds),
    digits((1e6 * searchSeconds) / models),
    digits(selectionSeconds),
    hypervolume.toFixed(4),
  ];
  return {
    title: `Robyn's search on its simulated weekly data; ours takes 1/${rounded(robyn.searchRatio)} of the time`,
    head: ["search by", "models", "search, s", "µs/model", "fronts and clusters, s", "area dominated below (1, 1)"],
    rows: [row("carryover", robyn), row("robynpy 0.3.6, measured before", robyn.port)],
  };
}

function allocationTable({ allocation }) {
  if (allocation === undefined) return undefined;
  return {
    title: "A budget among Hill curves",
    head: [
      "curves",
      "first call, ms",
      "from then on, ms",
      "slowest, ms",
      "largest relative gap",
      "largest KKT residual",
    ],
    rows: allocation.map((each) => [
      String(each.count),
      digits(each.firstMilliseconds),
      digits(each.milliseconds),
      digits(each.worstMilliseconds),
      each.largestGap.toExponential(1),
      each.largestKktResidual.toExponential(1),
    ]),
  };
}

function planningTable({ planning }) {
  if (planning === undefined) return undefined;
  const { draws, openMilliseconds, tableMilliseconds, plans, verificationMilliseconds } = planning;
  return {
    title: `Budgets of the seed model over ${rounded(draws)} draws`,
    head: ["what", "ms", "slowest ms"],
    rows: [
      ["opening the planner", digits(openMilliseconds), "–"],
      ["the first plan, which makes the table", digits(tableMilliseconds), "–"],
      ...Object.entries(plans).map(([name, { milliseconds, worstMilliseconds }]) => [
        `a plan from then on, ${name}`,
        digits(milliseconds),
        digits(worstMilliseconds),
      ]),
      ["asking the model about a plan", digits(verificationMilliseconds), "–"],
    ],
  };
}

/** Three significant digits. */
export function digits(value) {
  if (!Number.isFinite(value)) return "–";
  return value >= 100 ? rounded(value) : value.toPrecision(3);
}

function rounded(value) {
  return Math.round(value).toLocaleString("en-US");
}
