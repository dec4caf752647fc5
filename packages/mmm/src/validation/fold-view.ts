// What a fold's fit may see: its training panel, the specification measured on that alone, and the panel it is asked about.
import { daysBetween } from "../calendar/dates.ts";
import type { Config } from "../data/config/config.ts";
import { panelDigest } from "../data/digest.ts";
import type { Panel } from "../data/panel.ts";
import { firstPeriods } from "../data/slice-panel.ts";
import { resolveSpec } from "../model/resolve-spec.ts";
import type { ModelSpec } from "../model/spec.ts";
import { type Fold, splitProblem } from "./splits.ts";

export interface FoldView {
  readonly training: Panel;
  readonly config: Config;
  readonly spec: ModelSpec;
  /** The training panel, going on to the last period that is predicted. */
  readonly asked: Panel;
  /** Cells of `asked` that are predicted, and whose KPI is known. */
  readonly cells: readonly number[];
  /** 1 for the cells of `asked` whose KPI the fit knows. */
  readonly known: Uint8Array;
  /** Channels, treatments and controls that do not vary in the training part: nothing can be learned of them, and the fold goes without. */
  readonly leftOut: readonly string[];
}

/**
 * Scales, centers, knots and priors that follow from the data come from the known part only. Changepoints, events and lift tests beyond
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
  const kept: KeptSeries = {
    media: keptMedia,
    controls: asked.controls.map(({ values }) => varying(values)),
    organic: (asked.organic ?? []).map(({ exposure }) => varying(exposure)),
    treatments: (asked.treatments ?? []).map(({ values }) => varying(values)),
  };
  const without = (series: readonly { readonly name: string }[] = [], keeps: readonly boolean[] = []): string[] =>
    series.filter((_, index) => !keeps[index]).map(({ name }) => name);
  const leftOut = [
    ...(media ? without(panel.media, kept.media) : []),
    ...without(panel.controls, kept.controls),
    ...without(panel.organic, kept.organic),
    ...without(panel.treatments, kept.treatments),
  ];
  const shown = keepSeries(asked, kept);
  const training = firstPeriods(shown, fold.knownPeriods);
  const ownConfig = within(training, {
    ...config,
    channels: config.channels.filter((_, index) => kept.media[index]),
    organic: config.organic.filter((_, index) => kept.organic[index]),
    treatments: config.treatments.filter((_, index) => kept.treatments[index]),
    controls: config.controls.filter((_, index) => kept.controls[index]),
  });
  const holdout = heldOut(training, fold, periods);
  const spec = resolveSpec(training, ownConfig, holdout.length === 0 ? {} : { holdout });
  const cells = fold.scored
    .map((cell) => cellOf(cell, periods, fold.askedPeriods))
    .filter((cell) => !Number.isNaN(asked.kpi.values[cell]));
  if (cells.length === 0) {
    throw splitProblem(`the KPI of no period that ${fold.name} is judged by is known`, "Ask for other folds");
  }
  return { training, config: ownConfig, spec, asked: shown, cells, known, leftOut };
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

function knownCells({ geos, dates, kpi }: Panel, fold: Fold, periods: number): Uint8Array {
  const known = new Uint8Array(geos.length * dates.length);
  for (let cell = 0; cell < known.length; cell += 1) known[cell] = cell % dates.length < fold.knownPeriods ? 1 : 0;
  for (const cell of [...fold.scored, ...fold.unused]) known[cellOf(cell, periods, dates.length)] = 0;
  return known.map((is, cell) => (Number.isNaN(kpi.values[cell]) ? 0 : is));
}

function variesWithin(values: Float64Array, known: Uint8Array): boolean {
  const first = known.indexOf(1);
  return values.some((value, cell) => known[cell] === 1 && value !== values[first]);
}

/** Which series of each kind a fold has, in the panel's order. */
interface KeptSeries {
  readonly media: readonly boolean[];
  readonly controls: readonly boolean[];
  readonly organic: readonly boolean[];
  readonly treatments: readonly boolean[];
}

function keepSeries(panel: Panel, { media, controls, organic, treatments }: KeptSeries): Panel {
  if ([...media, ...controls, ...organic, ...treatments].every(Boolean)) return panel;
  const only = <Series>(series: readonly Series[], keeps: readonly boolean[]): Series[] =>
    series.filter((_, index) => keeps[index]);
  const { history } = panel;
  const kept: Omit<Panel, "digest"> = {
    ...panel,
    media: only(panel.media, media),
    controls: only(panel.controls, controls),
    ...(panel.organic === undefined ? {} : { organic: only(panel.organic, organic) }),
    ...(panel.treatments === undefined ? {} : { treatments: only(panel.treatments, treatments) }),
    ...(history === undefined
      ? {}
      : { history: { ...history, media: only(history.media, media), organic: only(history.organic, organic) } }),
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
      robyn: {
        ...config.model.robyn,
        calibration: config.model.robyn.calibration.filter(
          ({ channels, to }) =>
            daysBetween(to, last) >= 0 &&
            channels.every((name) => config.channels.some((channel) => channel.name === name)),
        ),
      },
      changepoints: Array.isArray(reached) && reached.length === 0 ? null : reached,
      time_varying: config.channels.length === 0 ? { ...time_varying, media: null } : time_varying,
    },
  };
}
