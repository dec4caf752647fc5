// Comparisons as tables of text.
import { digits } from "../tables.mjs";

/** A table for every comparison in the figures, every run a column. */
export function peerTables({ peers = {} }) {
  return Object.values(peers).map(({ title, wanted, peer, ours, ratios }) => {
    const row = (name, key, show = digits) => [
      name,
      ...[...peer, ...ours].map((run) => show(run[key])),
      ratios[key] === undefined ? "" : `${digits(ratios[key])} ×`,
      wanted[key] === undefined ? "" : `${wanted[key]} ×`,
    ];
    return {
      title,
      head: ["", ...numbered("peer", peer), ...numbered("ours", ours), "ratio", "wanted"],
      rows: [
        row("least bulk ESS per second of sampling", "minEssPerSecond"),
        row("least tail ESS per second of sampling", "essTailPerSecond"),
        row("process start to diagnostics, s", "wallSeconds"),
        row("sampling, s", "samplingSeconds"),
        row("least bulk ESS", "minEssBulk"),
        row("gradients, warm-up included", "gradientEvaluations"),
        row("leapfrogs per draw", "leapfrogsPerDraw"),
        row("divergences", "divergences", String),
        row("largest R-hat", "maxRhat", (value) => value.toFixed(4)),
      ],
    };
  });
}

function numbered(name, runs) {
  return runs.map((_, run) => (runs.length === 1 ? name : `${name} ${run + 1}`));
}
