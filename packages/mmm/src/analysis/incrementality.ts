// Incrementality: what media caused, per channel, group and in all, for any window, with carry-in and carry-out told apart.
import type { Panel } from "../data/panel.ts";
import type { Fit } from "../fit.ts";
import { carryOutHorizon, continueWithoutMedia } from "./carry-out.ts";
import { totalName } from "./channel-groups.ts";
import { flightedCurves } from "./flighted-curve.ts";
import type { IncrementalityRequest } from "./incrementality-request.ts";
import type { Incrementality, PlaceIncrementality, WindowIncrementality } from "./incrementality-result.ts";
import { levelEstimate } from "./level-estimate.ts";
import { optimalFrequency } from "./optimal-frequency.ts";
import { ofPlace } from "./segment-sums.ts";
import { steadyCurves } from "./steady-curve.ts";
import { summarizeSubject } from "./subject-summary.ts";
import type { TimeWindow } from "./window.ts";
import {
  type AnalysisProgress,
  type EffectsAnswer,
  type Subject,
  type WindowEffects,
  windowEffects,
} from "./window-effects.ts";

/** Draws behind the curves: each point of each is an evaluation of all of them, and a gradient. */
const curveDraws = 250;

/** Everything asked, at once. */
export function analyzeIncrementality(fit: Fit, request: IncrementalityRequest): Incrementality {
  const steps = incrementalitySteps(fit, request);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same in steps, to be shown or stopped between them. */
export function* incrementalitySteps(
  fit: Fit,
  request: IncrementalityRequest,
): Generator<AnalysisProgress, Incrementality> {
  const { windows, level, groups, byGeo, maxDraws, range } = request;
  const { panel } = fit;
  const followed = carryOutHorizon(fit);
  const continued = continueWithoutMedia(fit, followed.periods);
  const subjects = subjectsOf(fit, request);
  const answer = yield* windowEffects({
    fit: continued,
    shown: panel.dates.length,
    subjects,
    windows,
    maxDraws,
    byGeo,
  });
  const curves = request.curves
    ? yield* curvesOf(fit, continued, range, Math.min(curveDraws, maxDraws), level)
    : undefined;
  return {
    kpi: { name: panel.kpi.name, kind: panel.kpi.kind },
    currency: panel.currency,
    frequency: panel.frequency,
    level,
    draws: answer.draws,
    addsUp: answer.separable,
    groups,
    followed,
    windows: windows.map((window, index): WindowIncrementality => {
      const at = (place: number | "all"): PlaceIncrementality =>
        summarizePlace({ fit, continued, subjects, answer, level, window, effects: answer.windows[index], place });
      return {
        name: window.name,
        from: window.from,
        to: window.to,
        periods: window.end - window.first,
        ...at("all"),
        ...(byGeo ? { geos: panel.geos.map((name, geo) => ({ name, ...at(geo) })) } : {}),
      };
    }),
    ...(curves === undefined ? {} : { curves }),
  };
}

/** Channels in the panel's order, the groups asked for, all of them. */
function subjectsOf({ panel }: Fit, { groups }: IncrementalityRequest): Subject[] {
  const names = panel.media.map(({ name }) => name);
  return [
    ...names.map((name, channel): Subject => ({ name, kind: "channel", channels: [channel] })),
    ...groups.map(
      ({ name, channels }): Subject => ({ name, kind: "group", channels: channels.map((each) => names.indexOf(each)) }),
    ),
    { name: totalName, kind: "total", channels: names.map((_, channel) => channel) },
  ];
}

interface PlaceInput {
  readonly fit: Fit;
  readonly continued: Fit;
  readonly subjects: readonly Subject[];
  readonly answer: EffectsAnswer;
  readonly level: number;
  readonly window: TimeWindow;
  readonly effects: WindowEffects;
  /** A geo, or all of them. */
  readonly place: number | "all";
}

function summarizePlace(input: PlaceInput): PlaceIncrementality {
  const { fit, subjects, answer, level, window, effects, place } = input;
  const { panel } = fit;
  const at = (values: Float64Array): Float64Array => ofPlace(values, answer.places, place);
  const expected = at(effects.expected.kpi);
  const ofAllMedia = at(effects.subjects[subjects.length - 1].byAllMedia.kpi);
  return {
    observed: sumIn(known(panel.kpi.values), panel.dates.length, window, place),
    ...unknownIn(panel, window, place),
    expected: levelEstimate(expected, level),
    baseline: levelEstimate(
      expected.map((value, draw) => value - ofAllMedia[draw]),
      level,
    ),
    subjects: subjects.map((subject, index) =>
      summarizeSubject({
        name: subject.name,
        kind: subject.kind,
        channels: subject.channels.map((channel) => panel.media[channel].name),
        spend: subject.channels.reduce(
          (total, channel) => total + sumIn(panel.media[channel].spend, panel.dates.length, window, place),
          0,
        ),
        effects: effects.subjects[index],
        derivative: subject.channels.reduce((total, channel) => {
          const { media, dates } = input.continued.panel;
          const slope = answer.gradient[channel].map((value, cell) =>
            media[channel].exposure[cell] === 0 ? 0 : value * media[channel].exposure[cell],
          );
          return total + sumIn(slope, dates.length, window, place);
        }, 0),
        at,
        expected,
        ofAllMedia,
        level,
      }),
    ),
  };
}

/** What is not known counts as nothing. */
function known(values: Float64Array): Float64Array {
  return values.map((value) => (Number.isNaN(value) ? 0 : value));
}

/** How many cells of a window have no known KPI, where some have none. */
function unknownIn(
  { kpi, dates }: Panel,
  window: TimeWindow,
  place: number | "all",
): Pick<PlaceIncrementality, "unknown"> {
  const cells = sumIn(
    kpi.values.map((value) => (Number.isNaN(value) ? 1 : 0)),
    dates.length,
    window,
    place,
  );
  return cells === 0 ? {} : { unknown: cells };
}

/** Σ of (geo, time) values over a window, in one geo or all. */
function sumIn(values: Float64Array, periods: number, { first, end }: TimeWindow, place: number | "all"): number {
  let total = 0;
  for (let geo = 0; geo < values.length / periods; geo += 1) {
    if (place !== "all" && geo !== place) continue;
    for (let period = first; period < end; period += 1) total += values[geo * periods + period];
  }
  return total;
}

function* curvesOf(
  fit: Fit,
  continued: Fit,
  window: TimeWindow,
  draws: number,
  level: number,
): Generator<AnalysisProgress, NonNullable<Incrementality["curves"]>> {
  const flighted = yield* flightedCurves({ fit: continued, periods: fit.panel.dates.length, window, draws, level });
  const frequencies = fit.panel.media.flatMap(({ name }) => {
    const best = optimalFrequency(fit, name, { maxDraws: draws, level });
    return best === null ? [] : [best];
  });
  return { from: window.from, to: window.to, draws, flighted, steady: steadyCurves(fit, draws, level), frequencies };
}
