// The worlds of the decision bench: drawn by number from a distribution stated in README.md, always the same.
import { openStream } from "@carryover/engine";
import { generateWorld } from "@carryover/mmm";
import { byWeek } from "./weeks.mjs";

/** Far from the streams of the generator, which counts 0 … 7 and from 1,000 on. */
const ownStream = 500;

/** How money came to be divided: by what channels can do, or without knowing it. */
const histories = ["informed", "uninformed"];

/**
 * World number k ≥ 1: daily where k is odd; where it is even, a daily world that is known by its weeks alone. Histories take turns every
 * two worlds.
 * @returns { number, frequency, history, table, truth, days }: the table a model may see, and the days behind it
 */
export function drawWorld(number) {
  const stream = openStream({ seed: number, chain: ownStream, purpose: "data" });
  const isWeekly = number % 2 === 0;
  const history = histories[Math.floor(number / 2) % 2];
  const count = whole(stream, 3, 8);
  const periods = isWeekly ? 7 * whole(stream, 104, 208) : whole(stream, 730, 1_095);
  // The sum of a week has √7 times a day's noise and seven times its revenue: this makes both kinds equally noisy.
  const noise = between(stream, 1_500, 6_000) * (isWeekly ? Math.sqrt(7) : 1);
  const drawn = Array.from({ length: count }, (_, index) => drawChannel(stream, index, count));
  const channels = history === "informed" ? inProportion(drawn) : drawn;
  // A Monday, so that weeks are whole.
  const { table, truth, contributions } = generateWorld({
    seed: number,
    startDate: "2021-01-04",
    periods,
    noise,
    channels,
  });
  return {
    number,
    frequency: isWeekly ? "weekly" : "daily",
    history,
    table: isWeekly ? byWeek(table) : table,
    truth,
    days: { table, contributions },
  };
}

function drawChannel(stream, index, count) {
  const dailySpend = between(stream, 3_000, 30_000);
  const retention = 0.05 + 0.85 * stream.uniform();
  const usualStock = dailySpend / (1 - retention);
  return {
    name: `channel_${index + 1}`,
    dailySpend,
    retention,
    halfSaturation: usualStock * Math.exp(0.3 + 0.5 * stream.normal()),
    slope: 1 + 2 * stream.uniform(),
    coefficient: (5 / count) * 0.25 * Math.exp(0.5 * stream.normal()),
    spendNoise: 0.1 + 0.4 * stream.uniform(),
    averagedDays: stream.uniform() < 0.25 ? 7 : 1,
  };
}

/** Ceilings in proportion to spend, which leave their mean as it is. */
function inProportion(channels) {
  const mean = channels.reduce((sum, { dailySpend }) => sum + dailySpend, 0) / channels.length;
  return channels.map((channel) => ({ ...channel, coefficient: (channel.coefficient * channel.dailySpend) / mean }));
}

/** Evenly among whole numbers. */
function whole(stream, low, high) {
  return low + Math.floor(stream.uniform() * (high - low + 1));
}

/** Evenly in the logarithm. */
function between(stream, low, high) {
  return low * (high / low) ** stream.uniform();
}
