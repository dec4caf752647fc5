// What a fold's fit may see: its training panel, the specification measured on that alone, and the panel it is asked about.
import { daysBetween } from "../calendar/dates.ts";
import type { Config } from "../data/config/config.ts";
import { panelDigest } from "../data/digest.ts";
import type { Panel } from "../data/panel.ts";
import { firstPeriods } from "../data/slice-panel.ts";
import { resolveSpec } from "../model/resolve-spec.ts";
import type { ModelSpec } from "../model/spec.ts";
import type { Fold } from "./splits.ts";

export interface FoldView {
  readonly training: Panel;
  readonly config: Config;
  readonly spec: ModelSpec;
  /** The training panel, going on to the last period that is predicted. */
  readonly asked: Panel;
  /** Cells of `asked` that are predicted. */
  readonly cells: readonly number[];
  /** 1 for the cells of `asked` whose KPI the fit knows. */
  readonly known: Uint8Array;
  /** Channels and controls that do not vary in the training part: nothing can be learned of them, and the fold goes without. */
  readonly leftOut: readonly string[];
}

/**
 * Scales, centers, knots and priors that follow from the data come from the known part only. Changepoints and events beyond
 * the training panel's dates are left out, as they would have been then.
 *
 * @param media  false for the same model without media
 * @throws SpecError for what the model cannot do with the known part
 */
export function foldView(panel: Panel, config: Config, fold: Fold, media = true): FoldView {
  const periods = panel.dates.length;
  const asked = firstPeriods(panel, fold.askedPeriods);
  const known = knownCells(asked, fold, periods);
  const varying = (values: Float64Array): boolean => variesWithin(values, known);
  const keptMedia = asked.media.map(({ exposure }) => media && varying(exposure));
  const keptControls = asked.controls.map(({ values }) => varying(values));
  const leftOut = [
    ...panel.media.filter((_, index) => media && !keptMedia[index]).map(({ name }) => name),
    ...panel.controls.filter((_, index) => !keptControls[index]).map(({ name }) => name),
  ];
  const kept = keepSeries(asked, keptMedia, keptControls);
  const training = firstPeriods(kept, fold.knownPeriods);
  const ownConfig = within(training, {
    ...config,
    channels: config.channels.filter((_, index) => keptMedia[index]),
    controls: config.controls.filter((_, index) => keptControls[index]),
  });
  const holdout = heldOut(training, fold, periods);
  const spec = resolveSpec(training, ownConfig, holdout.length === 0 ? {} : { holdout });
  const cells = fold.scored.map((cell) => cellOf(cell, periods, fold.askedPeriods));
  return { training, config: ownConfig, spec, asked: kept, cells, known, leftOut };
}

/** A cell of a panel of `from` periods in one of the same geos and `to` periods. */
function cellOf(cell: number, from: number, to: number): number {
  return Math.floor(cell / from) * to + (cell % from);
}

/** Cells of the training panel whose KPI is not to be seen; ascending. */
function heldOut(training: Panel, { scored, unused }: Fold, periods: number): number[] {
  const own = training.dates.length;
  return [...scored, ...unused]
    .filter((cell) => cell % periods < own)
    .map((cell) => cellOf(cell, periods, own))
    .sort((left, right) => left - right);
}

function knownCells({ geos, dates }: Panel, fold: Fold, periods: number): Uint8Array {
  const known = new Uint8Array(geos.length * dates.length);
  for (let cell = 0; cell < known.length; cell += 1) known[cell] = cell % dates.length < fold.knownPeriods ? 1 : 0;
  for (const cell of [...fold.scored, ...fold.unused]) known[cellOf(cell, periods, dates.length)] = 0;
  return known;
}

function variesWithin(values: Float64Array, known: Uint8Array): boolean {
  const first = known.indexOf(1);
  return values.some((value, cell) => known[cell] === 1 && value !== values[first]);
}

function keepSeries(panel: Panel, media: readonly boolean[], controls: readonly boolean[]): Panel {
  if (media.every(Boolean) && controls.every(Boolean)) return panel;
  const kept: Omit<Panel, "digest"> = {
    ...panel,
    media: panel.media.filter((_, index) => media[index]),
    controls: panel.controls.filter((_, index) => controls[index]),
  };
  return { ...kept, digest: panelDigest(kept) };
}

/** The configuration without what lies beyond the panel's dates, and without drifting media where there are none. */
function within({ dates }: Panel, config: Config): Config {
  const [first, last] = [dates[0], dates[dates.length - 1]];
  const { changepoints, time_varying } = config.model;
  const reached = Array.isArray(changepoints)
    ? changepoints.filter((date: string) => daysBetween(first, date) > 0 && daysBetween(date, last) > 0)
    : changepoints;
  return {
    ...config,
    events: config.events.filter(({ start }) => daysBetween(start, last) >= 0),
    model: {
      ...config.model,
      changepoints: Array.isArray(reached) && reached.length === 0 ? null : reached,
      time_varying: config.channels.length === 0 ? { ...time_varying, media: null } : time_varying,
    },
  };
}
