// A channel of a generated world: how its money is spent, and what it truly does.
import { type Problem, SpecError } from "../errors.ts";

export interface WorldChannel {
  /** Stem of its column names: `tv` gives `tv_spend`. */
  readonly name: string;
  /** Share of the effect carried from day to day, in [0, 1). */
  readonly retention: number;
  /** Adstocked spend of half effect, money > 0. */
  readonly halfSaturation: number;
  /** Slope of the Hill curve, > 0. */
  readonly slope: number;
  /** Largest effect as a share of the intercept, ≥ 0. */
  readonly coefficient: number;
  /** Money on an ordinary weekday, > 0. */
  readonly dailySpend: number;
  /** Standard deviation of the logarithm of daily spend, ≥ 0. */
  readonly spendNoise: number;
  /** Days over which spend is averaged, as with posters booked by the week; 1 for none. */
  readonly averagedDays: number;
}

/** The five channels of the seed's published ground truth. */
export const seedChannels: readonly WorldChannel[] = [
  channel("tv", 0.85, 150_000, 2.5, 0.35, 25_000, 0.2),
  channel("search", 0.2, 30_000, 3, 0.55, 18_000, 0.15),
  channel("social", 0.5, 45_000, 2.8, 0.42, 12_000, 0.25),
  channel("display", 0.4, 25_000, 2.2, 0.28, 8_000, 0.3),
  { ...channel("print_ooh", 0.7, 60_000, 1.8, 0.18, 5_000, 0.1), averagedDays: 7 },
];

function channel(
  name: string,
  retention: number,
  halfSaturation: number,
  slope: number,
  coefficient: number,
  dailySpend: number,
  spendNoise: number,
): WorldChannel {
  return { name, retention, halfSaturation, slope, coefficient, dailySpend, spendNoise, averagedDays: 1 };
}

interface Rule {
  readonly key: Exclude<keyof WorldChannel, "name">;
  readonly holds: (value: number) => boolean;
  readonly range: string;
}

const rules: readonly Rule[] = [
  { key: "retention", holds: (value) => value >= 0 && value < 1, range: "at least 0 and below 1" },
  { key: "halfSaturation", holds: (value) => value > 0, range: "above 0" },
  { key: "slope", holds: (value) => value > 0, range: "above 0" },
  { key: "coefficient", holds: (value) => value >= 0, range: "at least 0" },
  { key: "dailySpend", holds: (value) => value > 0, range: "above 0" },
  { key: "spendNoise", holds: (value) => value >= 0, range: "at least 0" },
  {
    key: "averagedDays",
    holds: (value) => Number.isInteger(value) && value >= 1,
    range: "a whole number of at least 1",
  },
];

/** @throws SpecError with every channel parameter out of range and every name used twice */
export function checkChannels(channels: readonly WorldChannel[]): void {
  const problems: Problem[] = channels.flatMap((each) =>
    rules
      .filter(({ key, holds }) => !(Number.isFinite(each[key]) && holds(each[key])))
      .map(({ key, range }) => ({
        code: "channel-parameter-range",
        severity: "error" as const,
        value: String(each[key]),
        found: `channel "${each.name}": ${key} is ${each[key]}`,
        remedy: `Make it ${range}`,
      })),
  );
  channels.forEach(({ name }, index) => {
    if (channels.findIndex((each) => each.name === name) === index) return;
    problems.push({
      code: "duplicate-channel",
      severity: "error",
      value: name,
      found: `two channels are called "${name}"`,
      remedy: "Give each channel a name of its own",
    });
  });
  if (problems.length > 0) throw new SpecError(problems);
}
