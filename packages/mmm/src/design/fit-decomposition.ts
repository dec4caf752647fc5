// Fits the decomposition of a KPI into trend, seasons and holidays: the most probable one under Prophet's priors.
import { dayOfDate } from "../calendar/dates.ts";
import type { Decomposition, DecompositionRequest } from "./decomposition.ts";
import { changepointRows, holidayLabels, type Season, waves } from "./decomposition-terms.ts";
import { fitLaplaceRegression } from "./laplace-regression.ts";

const trendSd = 5;
const effectSd = 10;
const changeScale = 0.05;
const noiseScale = 0.5;
const leastNoise = 1e-3;

/**
 * The mode of Prophet's posterior with additive seasons and its default priors, in units of the KPI's largest size:
 * growth and offset N(0, 5), changes of growth Laplace(0.05), seasons and holidays N(0, 10), noise half-normal(0.5). The
 * noise is held at 0.001 where fewer periods than terms would leave none. Periods without a KPI are left out.
 *
 * @throws RangeError  when fewer than two periods have a KPI, for holidays without a country and for weekdays of data that are
 *   not daily
 * @throws SpecError  for a country or years that the holiday calendar does not know
 * @see Taylor, Letham: Forecasting at scale (2018), and prophet_decomp of Robyn, which joins the holidays of a period
 */
export function fitDecomposition(request: DecompositionRequest): Decomposition {
  check(request);
  const { dates, values, frequency, country, parts, factors = [] } = request;
  const known = dates.map((_, row) => row).filter((row) => !Number.isNaN(values[row]));
  if (known.length < 2) throw new RangeError(`a trend needs two periods with a KPI, not ${known.length}`);
  const knownDates = known.map((row) => dates[row]);
  const scale = known.reduce((most, row) => Math.max(most, Math.abs(values[row])), 0) || 1;
  const start = dayOfDate(knownDates[0]);
  const days = dayOfDate(knownDates[knownDates.length - 1]) - start;
  const times = knownDates.map((date) => (dayOfDate(date) - start) / days);
  const bends = changepointRows(times.length).map((row) => times[row]);

  const seasons = (["season", "weekday", "monthly"] as const).filter((season) => parts.includes(season));
  const labels =
    parts.includes("holiday") && country !== null ? holidayLabels(dates, frequency, country) : dates.map(() => []);
  const blocks: Block[] = [
    { names: ["growth", "offset"], rows: Float64Array.from(times.flatMap((time) => [time, 1])) },
    ...seasons.map((season) => waveBlock(knownDates, season)),
    indicatorBlock(known.map((row) => labels[row])),
    ...factors.map(({ levels }) => indicatorBlock(known.map((row) => [levels[row]]))),
  ];
  const fit = fitLaplaceRegression({
    outcome: Float64Array.from(known, (row) => values[row] / scale),
    normal: sideBySide(blocks, times.length),
    normalSds: Float64Array.from(
      blocks.flatMap(({ names }, block) => names.map(() => (block === 0 ? trendSd : effectSd))),
    ),
    laplace: Float64Array.from(times.flatMap((time) => bends.map((bend) => Math.max(0, time - bend)))),
    laplaceScale: changeScale,
    noiseScale,
    leastNoise,
  });
  const coefficients = takeBlocks(blocks, fit.normal);
  const [growth, offset] = coefficients[0];
  const afterSeasons = 1 + seasons.length;
  const named = (block: number): Record<string, number> =>
    Object.fromEntries(blocks[block].names.map((name, i) => [name, coefficients[block][i]]));
  return {
    frequency,
    country,
    parts,
    start: knownDates[0],
    days,
    scale,
    growth,
    offset,
    changepoints: bends.map((time, i) => ({ time, change: fit.laplace[i] })),
    seasons: Object.fromEntries(seasons.map((season, i) => [season, coefficients[1 + i]])),
    holidays: named(afterSeasons),
    factors: Object.fromEntries(factors.map(({ name }, i) => [name, named(afterSeasons + 1 + i)])),
    noise: fit.noise,
    logDensity: fit.logDensity,
  };
}

/** Columns that belong together, (row, name). */
interface Block {
  readonly names: readonly string[];
  readonly rows: Float64Array;
}

function waveBlock(dates: readonly string[], season: Season): Block {
  const rows = waves(dates, season);
  return { names: Array.from({ length: rows.length / dates.length }, (_, i) => `${season}_${i}`), rows };
}

/** One column per label, 1 where a row has it. */
function indicatorBlock(labels: readonly (readonly string[])[]): Block {
  const names = [...new Set(labels.flat())];
  return { names, rows: Float64Array.from(labels.flatMap((own) => names.map((name) => (own.includes(name) ? 1 : 0)))) };
}

function sideBySide(blocks: readonly Block[], rows: number): Float64Array {
  const width = blocks.reduce((total, { names }) => total + names.length, 0);
  const out = new Float64Array(rows * width);
  let at = 0;
  for (const { names, rows: own } of blocks) {
    for (let row = 0; row < rows; row += 1) {
      out.set(own.subarray(row * names.length, (row + 1) * names.length), row * width + at);
    }
    at += names.length;
  }
  return out;
}

function takeBlocks(blocks: readonly Block[], coefficients: Float64Array): number[][] {
  let at = 0;
  return blocks.map(({ names }) => {
    at += names.length;
    return [...coefficients.subarray(at - names.length, at)];
  });
}

function check({ dates, values, frequency, country, parts, factors = [] }: DecompositionRequest): void {
  const ragged = factors.find(({ levels }) => levels.length !== dates.length);
  if (values.length !== dates.length || ragged !== undefined) {
    throw new RangeError(`${ragged?.name ?? "the KPI"} must have one value for each of ${dates.length} periods`);
  }
  if (parts.includes("holiday") && country === null) throw new RangeError("holidays are those of a country");
  if (parts.includes("weekday") && frequency !== "daily") throw new RangeError(`${frequency} data have no weekdays`);
}
