// How the data are divided for validation: which cells a fold's fit may know, and which it is asked about. Plain data.
import type { Problem } from "../errors.ts";
import { SpecError } from "../errors.ts";

export type SplitKind = "rolling" | "kfold" | "geos";

/** One division. A cell is `geo · T + time` of the whole panel, T its periods. */
export interface Fold {
  readonly name: string;
  readonly kind: SplitKind;
  /** Periods from the first that the fit has: media, controls, and the KPI of all cells but the masked. */
  readonly knownPeriods: number;
  /** Periods from the first that are needed to predict every scored cell, ≥ `knownPeriods`. */
  readonly askedPeriods: number;
  /** Ascending cells whose KPI the fit does not know and is judged by. */
  readonly scored: readonly number[];
  /** Ascending cells inside the known periods whose KPI is neither known nor scored: buffers, and what a sliding window has left behind. */
  readonly unused: readonly number[];
}

export interface PanelShape {
  readonly geos: number;
  readonly periods: number;
}

export interface RollingOptions {
  readonly folds: number;
  /** Periods predicted by each fold, ≥ 1. */
  readonly horizon: number;
  /** Periods between the last that is known and the first that is predicted, ≥ 0. */
  readonly gap?: number;
  /** Periods from one origin to the next; the horizon by default, so that no cell is predicted twice. */
  readonly step?: number;
  /** Known periods slide along with at most this many; all since the first by default. */
  readonly window?: number;
  /** Fewest periods a fold may be trained on. */
  readonly least: number;
}

/**
 * Forecasts from several origins, the last of which ends with the data: what is known lies before what is predicted.
 * @throws SpecError when the first origin would leave fewer than `least` periods to learn from
 */
export function rollingOrigin({ geos, periods }: PanelShape, options: RollingOptions): Fold[] {
  const { folds, horizon, gap = 0, step = horizon, window = Number.POSITIVE_INFINITY, least } = options;
  const known = (fold: number): number => periods - (folds - 1 - fold) * step - horizon - gap;
  if (known(0) < least) {
    throw splitProblem(
      `${folds} folds of ${horizon} periods${gap > 0 ? ` and a gap of ${gap}` : ""} leave the first fold ${Math.max(0, known(0))} of ${periods} periods to learn from; the model needs ${least}`,
      "Ask for fewer folds, a shorter horizon or a smaller gap",
    );
  }
  if (window < least) {
    throw splitProblem(`a sliding window of ${window} periods; the model needs ${least}`, "Let it be longer");
  }
  return Array.from({ length: folds }, (_, fold) => {
    const knownPeriods = known(fold);
    const first = knownPeriods + gap;
    return {
      name: `fold ${fold + 1}`,
      kind: "rolling",
      knownPeriods,
      askedPeriods: first + horizon,
      scored: cellsOf(geos, periods, first, first + horizon),
      unused: cellsOf(geos, periods, 0, Math.max(0, knownPeriods - window)),
    };
  });
}

export interface BlockedOptions {
  readonly folds: number;
  /** Periods on either side of a block that are not learned from: what follows a block still carries its media. */
  readonly buffer?: number;
  readonly least: number;
}

/**
 * Every period in exactly one block, held out in turn; blocks are contiguous and differ by at most one period. Media stay
 * known throughout, so that carryover into and out of a block is right.
 * @throws SpecError when a fold would be left with fewer than `least` periods, or there are more folds than periods
 */
export function blockedFolds({ geos, periods }: PanelShape, { folds, buffer = 0, least }: BlockedOptions): Fold[] {
  const edges = Array.from({ length: folds + 1 }, (_, fold) => Math.floor((fold * periods) / folds));
  return Array.from({ length: folds }, (_, fold) => {
    const [from, to] = [edges[fold], edges[fold + 1]];
    const [before, after] = [Math.max(0, from - buffer), Math.min(periods, to + buffer)];
    const left = periods - (after - before);
    if (left < least || to === from) {
      throw splitProblem(
        `${folds} blocks${buffer > 0 ? ` with a buffer of ${buffer} periods` : ""} leave a fold ${left} of ${periods} periods to learn from; the model needs ${least}`,
        folds === 1 || left < least ? "Ask for more folds or a smaller buffer" : "Ask for fewer folds",
      );
    }
    return {
      name: `fold ${fold + 1}`,
      kind: "kfold",
      knownPeriods: periods,
      askedPeriods: periods,
      scored: cellsOf(geos, periods, from, to),
      unused: [...cellsOf(geos, periods, before, from), ...cellsOf(geos, periods, to, after)].sort(ascending),
    };
  });
}

/**
 * Every geo in exactly one group, held out in turn; geo g belongs to group g modulo `folds`.
 * @throws SpecError for national data, and for more folds than geos or fewer than two
 */
export function geoHoldout({ geos, periods }: PanelShape, { folds }: { readonly folds: number }): Fold[] {
  if (geos < 2) throw splitProblem("the data have one geo: none can be held out", "Choose --splits rolling or kfold");
  if (folds < 2 || folds > geos) {
    throw splitProblem(`${folds} folds of ${geos} geos`, `Ask for 2 to ${geos} folds`);
  }
  return Array.from({ length: folds }, (_, fold) => ({
    name: `fold ${fold + 1}`,
    kind: "geos",
    knownPeriods: periods,
    askedPeriods: periods,
    scored: Array.from({ length: geos }, (_, geo) => geo)
      .filter((geo) => geo % folds === fold)
      .flatMap((geo) => cellsOf(1, periods, 0, periods).map((time) => geo * periods + time)),
    unused: [],
  }));
}

/** The folds without the KPI of some cells: none of them is learned from, though a fold may be judged by it. */
export function withoutCells(folds: readonly Fold[], cells: readonly number[], periods: number): Fold[] {
  if (cells.length === 0) return [...folds];
  return folds.map((fold) => {
    const scored = new Set(fold.scored);
    const more = cells.filter((cell) => cell % periods < fold.knownPeriods && !scored.has(cell));
    return { ...fold, unused: [...new Set([...fold.unused, ...more])].sort(ascending) };
  });
}

/** Cells of all geos from one period up to, not including, another. */
function cellsOf(geos: number, periods: number, from: number, to: number): number[] {
  return Array.from({ length: geos }, (_, geo) =>
    Array.from({ length: Math.max(0, to - from) }, (_, time) => geo * periods + from + time),
  ).flat();
}

function ascending(left: number, right: number): number {
  return left - right;
}

/** A division that the data do not allow. */
export function splitProblem(found: string, remedy: string): SpecError {
  const problem: Problem = { code: "validation-splits", severity: "error", found, remedy };
  return new SpecError([problem]);
}
