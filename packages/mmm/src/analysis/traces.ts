// Traces and rank histograms of the parameters that mixed worst, thinned for pictures.
import type { ScalarDraws } from "@carryover/engine";
import { thinnedDraws } from "../fit.ts";
import type { ParameterRow, TraceRow } from "./evaluation.ts";

const traceOptions: { readonly parameters: number; readonly drawsPerChain: number; readonly rankBins: number } = {
  parameters: 12,
  drawsPerChain: 400,
  rankBins: 20,
};

/** The rows in the order of worry: largest R-hat first, then smallest ESS. Rows without an R-hat come last. */
export function worstFirst(rows: readonly ParameterRow[]): ParameterRow[] {
  const rhat = (row: ParameterRow): number => (Number.isNaN(row.rhat) ? Number.NEGATIVE_INFINITY : row.rhat);
  const ess = (row: ParameterRow): number => Math.min(row.essBulk, row.essTail);
  return rows.toSorted((left, right) => rhat(right) - rhat(left) || ess(left) - ess(right));
}

/**
 * The thinned traces of the worst parameters and how evenly each chain's draws are spread over the pooled ranks.
 *
 * @param rows     of all parameters
 * @param scalars  their draws, (chain, draw), by label
 */
export function worstTraces(
  rows: readonly ParameterRow[],
  scalars: readonly ScalarDraws[],
  chains: number,
): TraceRow[] {
  return worstFirst(rows)
    .slice(0, traceOptions.parameters)
    .flatMap(({ label, rhat }) => {
      const scalar = scalars.find((candidate) => candidate.label === label);
      if (scalar === undefined) return [];
      const draws = scalar.values.length / chains;
      const kept = thinnedDraws(draws, traceOptions.drawsPerChain);
      return [
        {
          label,
          rhat,
          chains: Array.from({ length: chains }, (_, chain) =>
            Array.from(kept, (draw) => scalar.values[chain * draws + draw]),
          ),
          ranks: rankHistograms(scalar.values, chains, traceOptions.rankBins),
        },
      ];
    });
}

/**
 * Counts of each chain's draws in equally wide bins of the ranks that all chains share: flat for chains that agree.
 * Equal draws are ranked in the order of chains and draws.
 *
 * @param values  (chain, draw)
 * @returns       (chain)(bin)
 */
export function rankHistograms(values: Float64Array, chains: number, bins: number): number[][] {
  const draws = values.length / chains;
  const counts = Array.from({ length: chains }, () => new Array<number>(bins).fill(0));
  const order = Uint32Array.from(values, (_, index) => index).sort((left, right) => values[left] - values[right]);
  order.forEach((index, rank) => {
    counts[Math.floor(index / draws)][Math.floor((rank * bins) / values.length)] += 1;
  });
  return counts;
}
