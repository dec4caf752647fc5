// The triangulation bench's figures as tables, the same for the terminal and for README.md.

/** Every table that the figures have something for: { title, head, rows }. */
export function triangulationTables({ triangulation }) {
  if (triangulation === undefined) return [];
  const { scores, worlds } = triangulation;
  return [returnTable(scores), planTable(scores), worldTable(worlds)];
}

function returnTable({ worlds, returns, nearerThanWorst, nearerThanBest }) {
  return {
    title: `ROI against the truth, ${worlds} worlds; the consensus is nearer than the worst framework in ${percent(nearerThanWorst)} of them, nearer than the best in ${percent(nearerThanBest)}`,
    head: ["framework", "mean absolute error", "median relative error", "truth in the 90 % interval", "mean weight"],
    rows: returns.map(({ name, error, relativeError, coverage, meanWeight }) => [
      name,
      error.toFixed(3),
      percent(relativeError),
      percent(coverage),
      name === "consensus" ? "–" : percent(meanWeight),
    ]),
  };
}

function planTable({ worlds, plans }) {
  return {
    title: `Regret against the oracle plan at the current budget, 0.5–1.5, ${worlds} worlds, share of the attainable gain`,
    head: ["plan", "mean", "median", "worst", "of all money", "worse than now"],
    rows: plans.map(({ name, mean, median, worst, pooled, harmful }) => [
      name,
      percent(mean),
      percent(median),
      percent(worst),
      percent(pooled),
      percent(harmful),
    ]),
  };
}

function worldTable(worlds) {
  const [{ returns, plans }] = worlds;
  return {
    title: "World by world: mean absolute error of the ROI, and regret of each plan",
    head: [
      "world",
      "data",
      "channels",
      ...returns.map(({ name }) => `error, ${name}`),
      ...plans.map(({ name }) => `regret, ${name}`),
      "seconds",
    ],
    rows: worlds.map((world) => [
      String(world.number),
      `${world.periods} ${world.frequency === "daily" ? "days" : "weeks"}, ${world.history}`,
      String(world.channels),
      ...world.returns.map(({ channels }) =>
        (channels.reduce((sum, { mean, truth }) => sum + Math.abs(mean - truth), 0) / channels.length).toFixed(3),
      ),
      ...plans.map(({ name }) => {
        const plan = world.plans.find((each) => each.name === name);
        return plan === undefined ? "–" : percent(plan.regret);
      }),
      world.seconds.toFixed(0),
    ]),
  };
}

function percent(share) {
  const value = 100 * share;
  return `${Math.abs(value) < 10 ? value.toFixed(1) : value.toFixed(0)} %`;
}
