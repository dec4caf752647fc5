// What changes in the media change in the KPI, window by window: every sum is a difference of two expected outcomes.
import { type Fit, type MediaPlan, thinnedDraws } from "../fit.ts";
import { observedPlan, scaleWindow } from "./media-plan.ts";
import { marginalStep } from "./roas.ts";
import { addSegment, addSums, emptySums, type Segment, type SummedPanel, type Sums } from "./segment-sums.ts";

/** A channel, a group of channels, or all of them. */
export interface Subject {
  readonly name: string;
  readonly kind: "channel" | "group" | "total";
  /** Positions in the panel's media. */
  readonly channels: readonly number[];
}

/** Of one subject in one window. */
export interface SubjectEffects {
  /** Inside the window: outcome − outcome without the subject's media, at all times. */
  readonly byAllMedia: Sums;
  /** Inside the window: outcome − outcome without the subject's media of the window. */
  readonly inside: Sums;
  /** After the window: the same difference. */
  readonly after: Sums;
  /** Inside and after: outcome with 1 % more of the subject's media of the window − outcome. */
  readonly byMoreInside: Sums;
  /** Inside the window: outcome with 1 % more of the subject's media at all times − outcome. */
  readonly byMore: Sums;
}

export interface WindowEffects {
  /** Inside the window, the expected outcome. */
  readonly expected: Sums;
  /** In the order of the subjects. */
  readonly subjects: readonly SubjectEffects[];
}

export interface EffectsQuestion {
  /** Over a panel continued until the effect of its media has come. */
  readonly fit: Fit;
  readonly subjects: readonly Subject[];
  /** Periods of it that have media. */
  readonly shown: number;
  readonly windows: readonly Segment[];
  readonly maxDraws: number;
  readonly byGeo: boolean;
}

export interface EffectsAnswer {
  readonly draws: number;
  readonly places: number;
  /** Whether a group's effect is the sum of its channels'. */
  readonly separable: boolean;
  /** In the order of the windows. */
  readonly windows: readonly WindowEffects[];
  /** Derivatives of the posterior mean of all money in every cell's exposure, (channel)(geo, time). */
  readonly gradient: readonly Float64Array[];
}

/** Work done and to be done, in evaluations of all draws. */
export interface AnalysisProgress {
  readonly done: number;
  readonly total: number;
}

/** Cells (draw, geo, time) of an outcome held at a time: 4 MB. */
const cellsAtATime = 500_000;

/** Which media an effect is of, and in which segments it is summed: the sums it adds to. */
interface Comparison {
  readonly channels: readonly number[];
  readonly span: Segment;
  readonly factor: number;
  readonly into: { readonly sums: Sums; readonly segment: Segment }[];
}

/** Yields after every evaluation, so that whoever waits can show it, or stop. */
export function* windowEffects(question: EffectsQuestion): Generator<AnalysisProgress, EffectsAnswer> {
  const { fit, shown, windows, subjects, maxDraws, byGeo } = question;
  const { panel, draws } = fit;
  const kept = thinnedDraws(draws.chains * draws.draws, maxDraws);
  const summed: SummedPanel = {
    geos: panel.geos.length,
    periods: panel.dates.length,
    revenuePerKpi: panel.kpi.revenuePerKpi,
    places: byGeo ? panel.geos.length : 1,
  };
  const cells = summed.geos * summed.periods;
  const rows = Math.max(1, Math.floor(cellsAtATime / cells));
  const { separable } = fit.open({ draws: kept.subarray(0, 1) });
  const asked = separable ? subjects.filter(({ kind }) => kind === "channel") : subjects;
  const empty = (): Sums => emptySums(kept.length, summed.places);
  const effects = windows.map(() => ({ expected: empty(), subjects: asked.map(() => emptyEffects(empty)) }));
  const comparisons = asked.flatMap((subject, index) => {
    const ofSubject = effects.map((window) => window.subjects[index]);
    return comparisonsOf(subject.channels, windows, ofSubject, { first: 0, end: shown });
  });

  const gradient = panel.media.map(() => new Float64Array(cells));
  const observed = observedPlan(panel);
  const total = Math.ceil(kept.length / rows) * (comparisons.length + 1);
  let done = 0;
  for (let start = 0; start < kept.length; start += rows) {
    const some = kept.subarray(start, start + rows);
    const outcome = fit.open({ draws: some });
    const expected = outcome.outcome(observed);
    effects.forEach((window, index) => {
      addSegment(window.expected, start, expected, null, windows[index], summed);
    });
    const equally = new Float64Array(some.length).fill(1 / kept.length);
    outcome.gradient(observed, summed.revenuePerKpi, equally).exposure.forEach((derivative, channel) => {
      for (let cell = 0; cell < cells; cell += 1) gradient[channel][cell] += derivative[cell];
    });
    done += 1;
    yield { done, total };
    for (const { channels, span, factor, into } of comparisons) {
      const plan: MediaPlan = scaleWindow(observed, summed.periods, { channels, ...span, factor });
      const changed = outcome.outcome(plan);
      const [more, less] = factor < 1 ? [expected, changed] : [changed, expected];
      for (const { sums, segment } of into) addSegment(sums, start, more, less, segment, summed);
      done += 1;
      yield { done, total };
    }
  }
  return {
    draws: kept.length,
    places: summed.places,
    separable,
    gradient,
    windows: effects.map(({ expected, subjects: found }) => ({
      expected,
      subjects: separable
        ? subjects.map((subject) => sumOfChannels(subject, found, kept.length, summed.places))
        : found,
    })),
  };
}

function emptyEffects(empty: () => Sums): SubjectEffects {
  return { byAllMedia: empty(), inside: empty(), after: empty(), byMoreInside: empty(), byMore: empty() };
}

/** The plans to compare with the observed one for a subject: two for all windows, two for each that is not all there is. */
function comparisonsOf(
  channels: readonly number[],
  windows: readonly Segment[],
  effects: readonly SubjectEffects[],
  whole: Segment,
): Comparison[] {
  const everywhere = (factor: number): Comparison => ({ channels, span: whole, factor, into: [] });
  const [without, more] = [everywhere(0), everywhere(1 + marginalStep)];
  const comparisons = [without, more];
  windows.forEach((segment, index) => {
    const { byAllMedia, inside, after, byMoreInside, byMore } = effects[index];
    without.into.push({ segment, sums: byAllMedia });
    more.into.push({ segment, sums: byMore });
    const covers = segment.first === 0 && segment.end >= whole.end;
    const [withoutIts, moreOfIts] = covers
      ? [without, more]
      : [0, 1 + marginalStep].map((factor): Comparison => ({ channels, span: segment, factor, into: [] }));
    if (!covers) comparisons.push(withoutIts, moreOfIts);
    const onward = { first: segment.first, end: Number.POSITIVE_INFINITY };
    withoutIts.into.push({ segment, sums: inside }, { segment: { ...onward, first: segment.end }, sums: after });
    moreOfIts.into.push({ segment: onward, sums: byMoreInside });
  });
  return comparisons;
}

/** Where the outcome is a sum of the channels' parts, so is every difference. */
function sumOfChannels(
  { channels }: Subject,
  found: readonly SubjectEffects[],
  draws: number,
  places: number,
): SubjectEffects {
  const added = (pick: (of: SubjectEffects) => Sums): Sums =>
    addSums(
      channels.map((channel) => pick(found[channel])),
      draws,
      places,
    );
  return {
    byAllMedia: added(({ byAllMedia }) => byAllMedia),
    inside: added(({ inside }) => inside),
    after: added(({ after }) => after),
    byMoreInside: added(({ byMoreInside }) => byMoreInside),
    byMore: added(({ byMore }) => byMore),
  };
}
