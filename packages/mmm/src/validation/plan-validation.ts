// From what was asked to folds: defaults that depend on the data, and how much each fold must be left to learn from.
import type { Config } from "../data/config/config.ts";
import type { Frequency, Panel } from "../data/panel.ts";
import { countParameters } from "../data/parameter-count.ts";
import {
  blockedFolds,
  type Fold,
  geoHoldout,
  rollingOrigin,
  type SplitKind,
  splitProblem,
  withoutCells,
} from "./splits.ts";
import type { ValidationSettings } from "./validation.ts";

/** What may be asked; periods are the panel's. */
export interface SplitRequest {
  readonly splits?: SplitKind | undefined;
  readonly folds?: number | undefined;
  readonly horizon?: number | undefined;
  readonly gap?: number | undefined;
  readonly window?: number | undefined;
  readonly buffer?: number | undefined;
}

export interface PlannedSplits {
  readonly folds: readonly Fold[];
  readonly settings: Pick<ValidationSettings, "splits" | "folds" | "horizon" | "gap" | "window" | "buffer">;
}

const defaultFolds = 5;

/** About two months: what a plan is usually made for. */
const defaultHorizon: Readonly<Record<Frequency, number>> = { daily: 56, weekly: 8, monthly: 2 };

/**
 * @param holdout  cells, geo · periods + period, whose KPI no fold may learn from
 * @throws SpecError when the data do not allow the folds asked for
 */
export function planSplits(
  panel: Panel,
  config: Config,
  request: SplitRequest,
  holdout: readonly number[] = [],
): PlannedSplits {
  const planned = plannedSplits(panel, config, request);
  return { ...planned, folds: withoutCells(planned.folds, holdout, panel.dates.length) };
}

function plannedSplits(panel: Panel, config: Config, request: SplitRequest): PlannedSplits {
  const { splits = "rolling", gap = 0, buffer = 0, window } = request;
  const [geos, periods] = [panel.geos.length, panel.dates.length];
  const shape = { geos, periods };
  // Fewer values than parameters leave everything to the priors.
  const least = Math.ceil((countParameters(config, panel.frequency) + 1) / geos);
  switch (splits) {
    case "rolling": {
      const { folds = defaultFolds, horizon = defaultHorizon[panel.frequency] } = request;
      return {
        folds: rollingOrigin(shape, { folds, horizon, gap, least, ...(window === undefined ? {} : { window }) }),
        settings: { splits, folds, horizon, gap, ...(window === undefined ? {} : { window }) },
      };
    }
    case "kfold": {
      const { folds = defaultFolds } = request;
      return { folds: blockedFolds(shape, { folds, buffer, least }), settings: { splits, folds, buffer } };
    }
    case "geos": {
      const { folds = Math.min(defaultFolds, geos) } = request;
      if (geos > 1 && config.data.population === null) {
        throw splitProblem(
          "without a population a geo is as large as its KPI, which is not known where the geo is held out",
          "Set data.population, or choose --splits rolling or kfold",
        );
      }
      return { folds: geoHoldout(shape, { folds }), settings: { splits, folds } };
    }
  }
}
