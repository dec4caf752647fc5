// Leave-future-out of the Bayesian model: each period predicted from all before it, with a new fit where the weights fail.
import type { ChainRunner, SampleOptions, StopSignal } from "@carryover/engine";
import type { Config } from "../data/config/config.ts";
import type { Panel } from "../data/panel.ts";
import { foldView } from "./fold-view.ts";
import { type LeaveFutureOut, leaveFutureOut } from "./leave-future-out.ts";
import { periodLikelihood } from "./model-forecast.ts";
import { foldSeed } from "./run-folds.ts";
import { foldFit } from "./validate-fold.ts";

export interface ModelLeaveFutureOutOptions {
  /** Periods that are given. */
  readonly from: number;
  readonly sampling: Partial<SampleOptions> & { readonly seed: number };
  readonly runner?: ChainRunner | undefined;
  readonly signal?: StopSignal | undefined;
  /** Called before each fit with the periods it is made on. */
  readonly onFit?: (periods: number) => void;
}

/** The first predicted date beside the densities. */
export interface ModelLeaveFutureOut extends LeaveFutureOut {
  readonly firstDate: string;
}

/**
 * Scales are measured anew with every fit, on what it knows.
 * @returns undefined when it was stopped before the last period was reached
 */
export async function modelLeaveFutureOut(
  panel: Panel,
  config: Config,
  { from, sampling, runner, signal, onFit }: ModelLeaveFutureOutOptions,
): Promise<ModelLeaveFutureOut | undefined> {
  const periods = panel.dates.length;
  const fit = async (known: number): Promise<ReturnType<typeof periodLikelihood>> => {
    onFit?.(known);
    const view = foldView(panel, config, {
      name: `first ${known} periods`,
      kind: "rolling",
      knownPeriods: known,
      askedPeriods: periods,
      scored: panel.geos.flatMap((_, geo) =>
        Array.from({ length: periods - known }, (_, time) => geo * periods + known + time),
      ),
      unused: [],
    });
    const fitted = await foldFit(view, {
      sampling: { ...sampling, seed: foldSeed(sampling.seed, known) },
      runner,
      signal,
    });
    if (fitted === undefined) throw new Stopped();
    return periodLikelihood(fitted, view.asked, known);
  };
  try {
    return { ...(await leaveFutureOut({ from, to: periods, fit })), firstDate: panel.dates[from] };
  } catch (error) {
    if (error instanceof Stopped) return undefined;
    throw error;
  }
}

/** Leaves the loop over fits. */
class Stopped extends Error {
  override readonly name = "Stopped";
}
