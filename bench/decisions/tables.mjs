// The decision bench's figures as tables, the same for the terminal and for README.md.
import { published } from "./anchor.mjs";
import { boundsText, everyBounds } from "./bounds.mjs";

/** Every table that the figures have something for: { title, head, rows }. */
export function decisionTables({ decisions }) {
  if (decisions === undefined) return [];
  const { scores, anchor, worlds } = decisions;
  return [
    ...(scores === undefined
      ? []
      : [regretTable(scores), promiseTable(scores), coverageTable(scores), calibrationTable(scores)]),
    ...(worlds === undefined ? [] : [worldTable(worlds)]),
    ...(anchor === undefined ? [] : [anchorTable(anchor)]),
  ];
}

function regretTable({ worlds, bounds }) {
  const row = (title, each, { mean, median, worst, pooled, pooledOf, harmful }) => [
    boundsText(each.bounds),
    title,
    ...[mean, median, worst, pooled, ...Object.values(pooledOf)].map((value) =>
      value === null ? "–" : percent(value),
    ),
    percent(harmful),
  ];
  return {
    title: `Regret against the oracle plan at the current budget, ${worlds} worlds, share of the attainable gain`,
    head: [
      "bounds",
      "planner",
      "mean",
      "median",
      "worst",
      "of all money",
      ...Object.keys(bounds[0].regret.pooledOf).map((kind) => `${kind} worlds`),
      "worse than now",
    ],
    rows: bounds.flatMap((each) => [
      row("ours", each, each.regret),
      row("the seed's SLSQP, our posterior", each, each.seedRegret),
    ]),
  };
}

function promiseTable({ bounds }) {
  return {
    title: "What our plans promise and keep, all worlds",
    head: [
      "bounds",
      "expected lift",
      "true lift",
      "true lift in the 94 % interval",
      "said better",
      "is better",
      "KKT residual ≤",
      "gap / lift ≤",
      "median ms",
    ],
    rows: bounds.map(({ bounds: each, promise }) => [
      boundsText(each),
      percent(promise.expected),
      percent(promise.kept),
      percent(promise.covered),
      percent(promise.saidBetter),
      percent(promise.isBetter),
      promise.largestKkt.toExponential(0),
      promise.largestGap.toExponential(0),
      promise.milliseconds.toFixed(0),
    ]),
  };
}

function coverageTable({ roi, roiOf, marginalRoi }) {
  const row = (title, { intervals, share, standardError, below, above, medianError, medianBias }) => [
    title,
    `${intervals}`,
    `${percent(share)} ± ${percent(standardError)}`,
    `${below}`,
    `${above}`,
    percent(Math.expm1(medianError)),
    percent(Math.expm1(medianBias)),
  ];
  return {
    title: "Coverage of the 90 % intervals over all channels and worlds, ± standard error of the share",
    head: ["of", "intervals", "hold the truth", "truth below", "truth above", "median error", "median bias"],
    rows: [
      row("ROI", roi),
      ...Object.entries(roiOf)
        .filter(([, { intervals }]) => intervals > 0)
        .map(([kind, figures]) => row(`ROI, ${kind} worlds`, figures)),
      row("marginal ROI", marginalRoi),
    ],
  };
}

function calibrationTable({ calibration: { plans, brier, rows } }) {
  return {
    title: `Probability of being better than the current plan, ${plans} random plans of the same budget, Brier score ${brier.toFixed(3)}`,
    head: ["said", "plans", "mean said", "is better"],
    rows: rows.map((row) => [
      `${percent(row.from)}–${percent(row.to)}`,
      `${row.plans}`,
      row.plans === 0 ? "–" : percent(row.said),
      row.plans === 0 ? "–" : percent(row.happened),
    ]),
  };
}

function worldTable(worlds) {
  return {
    title: "World by world: regret by bounds, ROI intervals that hold the truth",
    head: [
      "world",
      "data",
      "money",
      "channels",
      ...everyBounds.map(boundsText),
      "ROI",
      "R-hat",
      "divergences",
      "seconds",
    ],
    rows: worlds.map((world) => [
      `${world.number}`,
      `${world.periods} ${world.frequency === "daily" ? "days" : "weeks"}`,
      world.history,
      `${world.channels}`,
      ...world.plans.map(({ regret }) => percent(regret)),
      `${world.returns.filter(({ roi }) => roi.isCovered).length} of ${world.channels}`,
      world.maxRhat.toFixed(3),
      `${world.divergences}`,
      world.seconds.toFixed(1),
    ]),
  };
}

function anchorTable(anchor) {
  return {
    title: "The seed's demo data: attainable gain left on the table, by bounds",
    head: ["plan", ...everyBounds.map(boundsText)],
    rows: [
      ...published.map(({ title, left }) => [title, ...left.map(percent)]),
      ...anchor.map(({ title, plans }) => [title, ...plans.map(({ regret }) => percent(regret))]),
    ],
  };
}

/** Two digits below ten per cent, none above. */
function percent(share) {
  const value = 100 * share;
  const digits = Math.abs(value) >= 9.95 ? 0 : Math.abs(value) >= 0.995 ? 1 : 2;
  // Rounding of the oracle and the plan may leave a few parts in a million on either side of none.
  return Math.abs(value) < 0.005 ? "0 %" : `${value.toFixed(digits)} %`;
}
