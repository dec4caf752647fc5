// Can the channels be told apart from each other, and from season, trend and controls?
import { formatList } from "../analysis/format.ts";
import { holidayColumns, rowColumn, weekdayEffectColumns, yearlyColumns } from "../design/columns.ts";
import { decompositionColumns } from "../design/decomposition.ts";
import { hilbertColumns } from "../design/hilbert-basis.ts";
import { knotColumns } from "../design/knots.ts";
import type { Fit } from "../fit.ts";
import { trustThresholds } from "./thresholds.ts";
import type { TrustFacts } from "./trust-facts.ts";
import type { ChannelFinding, TrustCheck } from "./trust-report.ts";
import { type Separability, separability } from "./variance-inflation.ts";
import { aboveIsBad, figure, gravest, numbered } from "./verdicts.ts";

const { varianceInflation: limits, channelCorrelation, contraction: contractionLimits } = trustThresholds;

/** @param contractions  of each channel, from its own check */
export function checkCollinearity({ fit, effects }: TrustFacts, contractions: readonly ChannelFinding[]): TrustCheck {
  return collinearity(
    fit.spec.channels.map(({ name }, index) => ({ name, contraction: contractions[index]?.numbers[0]?.value ?? 0 })),
    separability(effects, baselineColumns(fit)),
    fit.ensemble === undefined ? "the priors" : "the penalty and what the search selected",
  );
}

export interface SeparableChannel {
  readonly name: string;
  /** Of its ROI's variance, from prior to posterior. */
  readonly contraction: number;
}

/**
 * Inflation says how much is lost by moving together, not whether what is left suffices: it fails only where the data did
 * not decide the ROI either (O'Brien 2007, A caution regarding rules of thumb for variance inflation factors).
 *
 * @param decider  what gives the credit where the data do not
 */
export function collinearity(
  inputs: readonly SeparableChannel[],
  found: Separability,
  decider = "the priors",
): TrustCheck {
  const names = inputs.map(({ name }) => name);
  const channels = inputs.map((_, index) => channelFinding(index, inputs, found));
  const verdict = gravest(channels.map((channel) => channel.verdict));
  const bad = channels.filter((channel) => channel.verdict !== "pass").map(({ channel }) => channel);
  const worst = Math.max(...found.inflation);
  return {
    id: "collinearity",
    title: "Channels can be told apart",
    critical: false,
    verdict,
    numbers: [
      numbered("largest variance inflation", worst),
      ...names.map((name, index) => numbered(`variance inflation of ${name}`, found.inflation[index])),
    ],
    threshold: `variance inflation below ${limits.caution} (fails from ${limits.fail}, where the contraction is below ${contractionLimits.caution}), partial correlations below ${channelCorrelation.caution}`,
    reason:
      bad.length === 0
        ? `After trend, season and controls every channel still moves on its own (variance inflation at most ${figure(worst)}).`
        : `The ${bad.length === 1 ? "effect" : "effects"} of ${formatList(bad)} ${bad.length === 1 ? "moves" : "move"} with other channels or with the baseline (variance inflation up to ${formatInflation(worst)}): ${verdict === "fail" ? `who gets the credit is decided by ${decider}` : "a little more noise, or another control, could move the credit"}.`,
    remedy:
      bad.length === 0
        ? null
        : "Move those channels at different times or in different geos, or merge channels that are always bought together.",
    channels,
  };
}

function channelFinding(
  index: number,
  inputs: readonly SeparableChannel[],
  { inflation, inflationByBaseline, correlation }: Separability,
): ChannelFinding {
  const { name: channel, contraction } = inputs[index];
  const partner = inputs
    .map(({ name }, place) => ({ name, value: correlation[index][place], place }))
    .filter(({ place }) => place !== index)
    .toSorted((left, right) => Math.abs(right.value) - Math.abs(left.value))
    .at(0);
  const strict = gravest([
    aboveIsBad(inflation[index], limits),
    partner === undefined ? "pass" : aboveIsBad(Math.abs(partner.value), channelCorrelation),
  ]);
  const isDecided = contraction > contractionLimits.caution;
  const verdict = strict === "fail" && isDecided ? "caution" : strict;
  const isBaseline = partner === undefined || inflationByBaseline[index] > Math.sqrt(inflation[index]);
  const cause = isBaseline
    ? "moves with trend, season or controls"
    : `moves with ${partner.name} (partial correlation ${figure(partner.value)})`;
  return {
    channel,
    verdict,
    numbers: [
      numbered("variance inflation", inflation[index]),
      numbered("variance inflation by the baseline alone", inflationByBaseline[index]),
      ...(partner === undefined ? [] : [numbered(`partial correlation with ${partner.name}`, partner.value)]),
    ],
    reason:
      verdict === "pass"
        ? "it moves on its own"
        : `its effect ${cause}, variance inflation ${formatInflation(inflation[index])}`,
  };
}

function formatInflation(value: number): string {
  return Number.isFinite(value) ? figure(value) : "without bound";
}

/** What else is in the model, as columns over (geo, time): a level per geo, trend, season, knots, controls, organic media. */
function baselineColumns({ panel, spec }: Fit): Float64Array[] {
  const { seasonality, trend, holidays, scales, geo, changepoints, timeVarying } = spec;
  const periods = panel.dates.length;
  const rows = rowColumn(panel);
  return [
    ...panel.geos.slice(1).map((_, which) => rows.map((_row, cell) => (Math.floor(cell / periods) === which ? 1 : 0))),
    ...(trend.kind === "linear" ? [rows] : []),
    ...(changepoints?.rows.map((at) => rows.map((row) => Math.max(0, row - at))) ?? []),
    ...yearlyColumns(panel, seasonality.yearlyOrder, seasonality.anchor).columns,
    ...(seasonality.dayOfWeek ? weekdayEffectColumns(panel).columns : []),
    ...(holidays.country === null ? [] : holidayColumns(panel, holidays.country, scales.trainedPeriods).columns),
    ...(geo === undefined || geo.knots.length === 0 ? [] : knotColumns(panel, geo.knots).columns),
    ...(timeVarying?.intercept === undefined ? [] : hilbertColumns(rows, timeVarying.intercept.basis)),
    ...(spec.robyn?.decomposition === undefined
      ? []
      : decompositionColumns(spec.robyn.decomposition, panel.dates).map(({ values }) => values)),
    ...panel.controls.map(({ values }) => values),
    ...(panel.treatments ?? []).map(({ values }) => values),
    ...(panel.organic ?? []).map(({ exposure }) => exposure),
  ];
}
