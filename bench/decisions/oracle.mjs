// The best plan that anyone who knew the truth could make: a complete search of a grid, then exchanges between channels.
import { sum } from "../statistics.mjs";

/** Parts into which the money that may move is divided. */
const parts = 4_000;
const rounds = 50;

/**
 * Multipliers within [low, high] that spend the same and bring most. Dynamic programming searches a grid of the budget
 * completely, so that no shape of curve can hide a better region; exchanging money between pairs of channels removes the grid.
 *
 * @param channels  { spend, response(multiplier) }
 * @param bounds    { low, high }, 0 ≤ low < 1 < high
 */
export function oraclePlan(channels, bounds) {
  const money = gridPlan(channels, bounds, parts);
  for (let round = 0, gained = Number.POSITIVE_INFINITY; round < rounds && gained > 0; round += 1) {
    gained = improve(money, channels, bounds);
  }
  return money.map((each, index) => each / channels[index].spend);
}

/** The best plan on the grid, in money. */
function gridPlan(channels, { low, high }, count) {
  const total = sum(channels.map(({ spend }) => spend));
  const step = (total * (1 - low)) / count;
  const nothing = new Float64Array(count + 1).fill(Number.NEGATIVE_INFINITY);
  // best[b]: most that the channels so far bring with b steps above their least.
  let best = nothing.with(0, 0);
  const choices = channels.map(({ spend, response }) => {
    const most = Math.min(count, Math.floor((spend * (high - low)) / step + 1e-9));
    const values = Float64Array.from({ length: most + 1 }, (_, taken) => response(low + (taken * step) / spend));
    const next = nothing.slice();
    const chosen = new Int32Array(count + 1);
    for (let used = 0; used <= count; used += 1) {
      for (let taken = Math.min(most, used); taken >= 0; taken -= 1) {
        const value = best[used - taken] + values[taken];
        if (value > next[used]) {
          next[used] = value;
          chosen[used] = taken;
        }
      }
    }
    best = next;
    return chosen;
  });
  const money = channels.map(({ spend }) => low * spend);
  // Each range is cut to whole steps, so that the last few steps of the budget may not fit into them.
  let left = best.findLastIndex((value) => value > Number.NEGATIVE_INFINITY);
  for (let channel = channels.length - 1; channel >= 0; channel -= 1) {
    const taken = choices[channel][left];
    money[channel] += taken * step;
    left -= taken;
  }
  let unspent = total - sum(money);
  channels.forEach(({ spend }, index) => {
    const more = Math.min(unspent, high * spend - money[index]);
    money[index] += more;
    unspent -= more;
  });
  return money;
}

/** Exchanges money once between each pair of channels, in place; returns the gain, 0 when it is rounding. */
function improve(money, channels, { low, high }) {
  const before = worthOf(money, channels);
  for (let from = 0; from < channels.length; from += 1) {
    for (let to = from + 1; to < channels.length; to += 1) {
      const [source, target] = [channels[from], channels[to]];
      const near = 0.02 * Math.min(source.spend, target.spend);
      const least = Math.max(-near, low * target.spend - money[to], money[from] - high * source.spend);
      const most = Math.min(near, high * target.spend - money[to], money[from] - low * source.spend);
      const worth = (moved) =>
        source.response((money[from] - moved) / source.spend) + target.response((money[to] + moved) / target.spend);
      const moved = [goldenSection(worth, least, most), least, most].reduce((best, each) =>
        worth(each) > worth(best) ? each : best,
      );
      if (worth(moved) <= worth(0)) continue;
      money[from] -= moved;
      money[to] += moved;
    }
  }
  const gained = worthOf(money, channels) - before;
  return gained > 1e-12 * before ? gained : 0;
}

function worthOf(money, channels) {
  return sum(channels.map(({ spend, response }, index) => response(money[index] / spend)));
}

/** Where a function of one peak between two numbers is largest. */
function goldenSection(value, low, high) {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [left, right] = [low, high];
  for (let step = 0; step < 40; step += 1) {
    const [a, b] = [right - ratio * (right - left), left + ratio * (right - left)];
    if (value(a) < value(b)) left = a;
    else right = b;
  }
  return (left + right) / 2;
}

/**
 * Compares the oracle with every plan of a finer and finer grid of three channels, for which that can be done.
 * @returns how much of the gain the oracle leaves to the best of them (negative: it is better than all)
 * @throws Error when a plan of the grid beats it by more than rounding
 */
export function checkOracle(channels, { low, high }, count = 400) {
  const three = channels.slice(0, 3);
  const total = sum(three.map(({ spend }) => spend));
  const worth = (multipliers) => sum(three.map(({ response }, index) => response(multipliers[index])));
  const current = worth([1, 1, 1]);
  const oracle = worth(oraclePlan(three, { low, high })) - current;
  let best = Number.NEGATIVE_INFINITY;
  for (let i = 0; i <= count; i += 1) {
    const first = low + ((high - low) * i) / count;
    const firstWorth = three[0].response(first);
    for (let j = 0; j <= count; j += 1) {
      const second = low + ((high - low) * j) / count;
      const third = (total - first * three[0].spend - second * three[1].spend) / three[2].spend;
      if (third < low || third > high) continue;
      best = Math.max(best, firstWorth + three[1].response(second) + three[2].response(third) - current);
    }
  }
  const left = (best - oracle) / oracle;
  if (left > 1e-9) throw new Error(`the oracle leaves ${left} of the gain to a plan of the grid`);
  return left;
}
