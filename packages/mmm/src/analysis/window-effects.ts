// What changes in the media change in the KPI, window by window: every sum is a difference of two expected outcomes.
import { type Fit, type MediaPlan, type ShownOutcome, thinnedDraws } from "../fit.ts";
import { observedPlan, scaleWindow, switchOff } from "./media-plan.ts";
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

/** Work done and to be done. */
export interface AnalysisProgress {
  readonly done: number;
  readonly total: number;
}

/** Cells of outcomes, (draw, plan, geo, time), between two reports of progress: some tenths of a second. */
const cellsAtATime = 2_500_000;

/** A plan, and what its outcome less the observed one, or the reverse, is added to. */
interface Alternative {
  readonly plan: MediaPlan;
  /** 1 where the plan has more media than were shown, −1 where it has less. */
  readonly sign: 1 | -1;
  readonly targets: Target[];
}

interface Target {
  /** Whose part is compared; all of the outcome's for null. */
  readonly channel: number | null;
  readonly into: readonly { readonly sums: Sums; readonly segment: Segment }[];
}

/** Yields between draws, so that whoever waits can show it, or stop. */
export function* windowEffects(question: EffectsQuestion): Generator<AnalysisProgress, EffectsAnswer> {
  const { fit, windows, subjects, maxDraws, byGeo } = question;
  const { panel, draws } = fit;
  const kept = thinnedDraws(draws.chains * draws.draws, maxDraws);
  const summed: SummedPanel = {
    geos: panel.geos.length,
    periods: panel.dates.length,
    revenuePerKpi: panel.kpi.revenuePerKpi,
    places: byGeo ? panel.geos.length : 1,
  };
  const cells = summed.geos * summed.periods;
  const { separable } = fit.open({ draws: kept.subarray(0, 1) });
  const asked = separable ? subjects.filter(({ kind }) => kind === "channel") : subjects;
  const empty = (): Sums => emptySums(kept.length, summed.places);
  const effects = windows.map(() => ({ expected: empty(), subjects: asked.map(() => emptyEffects(empty)) }));
  const observed = observedPlan(panel);
  const alternatives = alternativesOf(question, observed, asked, effects, separable);
  const plans = [observed, ...alternatives.map(({ plan }) => plan)];
  const gradient = panel.media.map(() => new Float64Array(cells));
  const plain: ShownOutcome = {
    expected: new Float64Array(cells),
    parts: panel.media.map(() => new Float64Array(cells)),
  };
  const rows = Math.max(1, Math.floor(cellsAtATime / (cells * plans.length)));
  for (let start = 0; start < kept.length; start += rows) {
    const some = kept.subarray(start, start + rows);
    const outcome = fit.open({ draws: some });
    outcome.visit(plans, (row, index, shown) => {
      if (index === 0) {
        keep(plain, shown);
        effects.forEach(({ expected }, window) => {
          addSegment(expected, start + row, shown.expected, null, windows[window], summed);
        });
        return;
      }
      const { sign, targets } = alternatives[index - 1];
      for (const { channel, into } of targets) {
        const [own, other] = [seriesOf(plain, channel), seriesOf(shown, channel)];
        const [more, less] = sign > 0 ? [other, own] : [own, other];
        for (const { sums, segment } of into) addSegment(sums, start + row, more, less, segment, summed);
      }
    });
    const equally = new Float64Array(some.length).fill(1 / kept.length);
    outcome.gradient(observed, summed.revenuePerKpi, equally).exposure.forEach((derivative, channel) => {
      for (let cell = 0; cell < cells; cell += 1) gradient[channel][cell] += derivative[cell];
    });
    yield { done: Math.min(start + rows, kept.length), total: kept.length };
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

function seriesOf({ expected, parts }: ShownOutcome, channel: number | null): Float64Array {
  return channel === null || parts === null ? expected : parts[channel];
}

/** Copies what is shown, which the next showing overwrites. */
function keep(kept: ShownOutcome, { expected, parts }: ShownOutcome): void {
  kept.expected.set(expected);
  parts?.forEach((part, channel) => {
    kept.parts?.[channel].set(part);
  });
}

function emptyEffects(empty: () => Sums): SubjectEffects {
  return { byAllMedia: empty(), inside: empty(), after: empty(), byMoreInside: empty(), byMore: empty() };
}

/**
 * The plans to compare with the observed one: two for all windows, two for each that is not all there is. Where each channel's
 * part depends on its own exposure alone, all channels are changed at once and told apart by their parts; else subject by subject.
 */
function alternativesOf(
  { fit, windows, shown }: EffectsQuestion,
  observed: MediaPlan,
  asked: readonly Subject[],
  effects: readonly WindowEffects[],
  separable: boolean,
): Alternative[] {
  const all = asked.flatMap(({ channels }) => channels);
  const groups = separable
    ? [{ channels: all, members: asked.map((_, subject) => ({ subject, channel: asked[subject].channels[0] })) }]
    : asked.map(({ channels }, subject) => ({ channels, members: [{ subject, channel: null }] }));
  return groups.flatMap(({ channels, members }) => {
    const alternative = (span: Segment, factor: number): Alternative => ({
      plan: scaleWindow(observed, fit.panel.dates.length, { channels, ...span, factor }),
      sign: factor > 1 ? 1 : -1,
      targets: [],
    });
    const whole = { first: 0, end: shown };
    const without: Alternative = { plan: switchOff(observed, channels), sign: -1, targets: [] };
    const more = alternative(whole, 1 + marginalStep);
    // All media are those of the whole window, unless some were shown before it began.
    const isAll = fit.panel.history === undefined;
    const found = [without, more];
    windows.forEach((segment, window) => {
      const covers = segment.first === 0 && segment.end >= shown;
      const withoutIts = covers && isAll ? without : alternative(segment, 0);
      const moreOfIts = covers ? more : alternative(segment, 1 + marginalStep);
      found.push(...[withoutIts, moreOfIts].filter((each) => each !== without && each !== more));
      const after = { first: segment.end, end: Number.POSITIVE_INFINITY };
      const onward = { first: segment.first, end: Number.POSITIVE_INFINITY };
      for (const { subject, channel } of members) {
        const own = effects[window].subjects[subject];
        without.targets.push({ channel, into: [{ segment, sums: own.byAllMedia }] });
        more.targets.push({ channel, into: [{ segment, sums: own.byMore }] });
        withoutIts.targets.push({
          channel,
          into: [
            { segment, sums: own.inside },
            { segment: after, sums: own.after },
          ],
        });
        moreOfIts.targets.push({ channel, into: [{ segment: onward, sums: own.byMoreInside }] });
      }
    });
    return found;
  });
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
