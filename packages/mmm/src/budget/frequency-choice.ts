// How often people should be reached before money is divided: for the same contacts, the frequency that returns most.
import { meanOf } from "../analysis/estimates.ts";
import { plannedFrequency } from "../analysis/media-plan.ts";
import { sum } from "../analysis/totals.ts";
import type { Panel } from "../data/panel.ts";
import type { MediaPlan, OutcomeFunction } from "../fit.ts";
import type { Horizon } from "./horizon.ts";

/** One channel with reach and frequency. */
export interface FrequencyChoice {
  readonly channel: string;
  /** Contacts per person reached in the window, as it was, and what returns most in the posterior mean. */
  readonly current: number;
  readonly optimum: number;
  /** Largest frequency of a period that was observed: the choice lies below it. */
  readonly observedMaximum: number;
  /** Money the channel's current spend brings at both, in the mean over draws. */
  readonly worthCurrent: number;
  readonly worthOptimum: number;
}

/** Frequencies from 1 on, below the largest observed, are tried at this distance. */
const step = 0.1;

/** Contacts of the window bought at one frequency for all its periods and geos; what is undefined stays as it is. */
export type Frequencies = readonly (number | undefined)[];

/** Reach and frequency of one of the media under that choice. */
export interface BoughtMedia {
  /** (geo, time). */
  readonly exposure: Float64Array;
  readonly frequency: Float64Array | undefined;
}

/** @param inside  whether a cell's contacts are bought at the chosen frequency */
export function boughtMedia(
  { media }: Panel,
  frequencies: Frequencies | undefined,
  inside: (cell: number) => boolean,
): BoughtMedia[] {
  return media.map(({ exposure, frequency }, index): BoughtMedia => {
    const chosen = frequencies?.[index];
    if (frequency === undefined) return { exposure, frequency };
    const planned = plannedFrequency(exposure, frequency);
    if (chosen === undefined) return { exposure, frequency: planned };
    return {
      exposure: exposure.map((people, cell) => (inside(cell) ? (people * frequency[cell]) / chosen : people)),
      frequency: planned.map((value, cell) => (inside(cell) ? chosen : value)),
    };
  });
}

/** The plan of these media; frequencies stand in it only where some exposure is reach. */
export function planOf(media: readonly BoughtMedia[]): MediaPlan {
  const exposure = media.map((each) => each.exposure);
  if (media.every(({ frequency }) => frequency === undefined)) return { exposure };
  return { exposure, frequency: media.map(({ frequency }) => frequency) };
}

/**
 * For each channel with reach, alone, the frequency of 1, 1.1, … below the largest observed whose worth over the horizon is
 * highest in the mean over draws, spend and contacts being what they are. A channel that was never seen more than once by anyone
 * is left as it is.
 */
export function chooseFrequencies(
  horizon: Horizon,
  outcome: OutcomeFunction,
): { readonly choices: readonly FrequencyChoice[]; readonly frequencies: Frequencies } {
  const { panel } = horizon.fit;
  const inside = windowCells(horizon);
  const own = planOf(boughtMedia(panel, undefined, inside));
  const found = panel.media.map((media, index): FrequencyChoice | undefined => {
    if (media.frequency === undefined || sum(media.spend.filter((_, cell) => inside(cell))) === 0) return undefined;
    const observedMaximum = media.frequency.reduce((most, value) => Math.max(most, value), 0);
    const grid = Array.from({ length: Math.max(0, Math.ceil((observedMaximum - 1) / step - 1e-9)) }, (_, each) =>
      Number((1 + each * step).toFixed(6)),
    );
    if (grid.length === 0) return undefined;
    const at = (frequency: number): MediaPlan =>
      planOf(
        boughtMedia(
          panel,
          panel.media.map((_, each) => (each === index ? frequency : undefined)),
          inside,
        ),
      );
    const without = {
      ...own,
      exposure: own.exposure.with(
        index,
        own.exposure[index].map((people, cell) => (inside(cell) ? 0 : people)),
      ),
    };
    const worths = outcome.worths([without, own, ...grid.map(at)], horizon.weights).map(meanOf);
    const [nothing, current, ...rest] = worths;
    const best = rest.reduce((highest, worth, each) => (worth > rest[highest] ? each : highest), 0);
    const people = sum(media.exposure.filter((_, cell) => inside(cell)));
    const contacts = media.exposure.reduce(
      (total, value, cell) => (inside(cell) ? total + value * (media.frequency?.[cell] ?? 0) : total),
      0,
    );
    return {
      channel: media.name,
      current: people === 0 ? 0 : contacts / people,
      optimum: grid[best],
      observedMaximum,
      worthCurrent: current - nothing,
      worthOptimum: rest[best] - nothing,
    };
  });
  return {
    choices: found.filter((each) => each !== undefined),
    frequencies: found.map((each) => each?.optimum),
  };
}

/** Whether a cell lies in the window that is planned. */
export function windowCells({ fit: { panel }, start, end }: Horizon): (cell: number) => boolean {
  const periods = panel.dates.length;
  return (cell) => cell % periods >= start && cell % periods < end;
}
