// What a plan truly brings in a generated world: the generator's own equation without its noise.
import { adstock } from "@carryover/mmm";

/** Days after the data in which effects still count where carry-out does: of the longest retention drawn, 1e-16 is left. */
const carryOutDays = 365;

/**
 * The channels of a world as functions of a multiplier of all their spend. Adstock is linear, so that scaled spend gives
 * scaled stock: nothing but the curve is left to compute.
 *
 * @param truth     of the world, as its generator wrote it
 * @param spends    daily spend of each channel, in the order of `truth.metadata.channels`
 * @param carryOut  whether what the media do after the last day counts
 * @returns for each { name, spend, daily(multiplier), response(multiplier) }: money by day and in all
 */
export function trueChannels(truth, spends, { carryOut }) {
  return truth.metadata.channels.map((name, index) => {
    const { adstock_alpha: retention, saturation_K: half, saturation_S: slope, beta } = truth.channels[name];
    const spend = spends[index];
    const shown = new Float64Array(spend.length + (carryOut ? carryOutDays : 0));
    shown.set(spend);
    const stock = adstock({ kind: "geometric", window: null, normalize: false }, shown, [retention]);
    const ceiling = truth.baseline.intercept * beta;
    const relative = stock.map((value) => (value / half) ** slope);
    const curve = (lifted) => (ceiling * lifted) / (1 + lifted);
    return {
      name,
      spend: spend.reduce((sum, value) => sum + value, 0),
      daily: (multiplier) => relative.map((value) => curve(multiplier ** slope * value)),
      response: (multiplier) => {
        const power = multiplier ** slope;
        let sum = 0;
        for (let day = 0; day < relative.length; day += 1) sum += curve(power * relative[day]);
        return sum;
      },
    };
  });
}

/** True media revenue under a multiplier of each channel's spend; the rest of the outcome does not depend on the plan. */
export function trueOutcome(channels, multipliers) {
  return channels.reduce((sum, { response }, index) => sum + response(multipliers[index]), 0);
}

/** Columns of a generated table as numbers: the spend of each channel. */
export function spendOf(table, names) {
  return names.map((name) => numbers(table, `${name}_spend`));
}

/**
 * Largest difference between the truth at the observed spend and the generator's own columns, money per day.
 * @throws Error above half a cent and rounding, which is how the columns are written
 */
export function checkTruth(channels, contributions) {
  const most = Math.max(
    ...channels.map(({ name, daily }) => {
      const own = numbers(contributions, `${name}_contribution`);
      const truth = daily(1);
      return own.reduce((largest, value, day) => Math.max(largest, Math.abs(value - truth[day])), 0);
    }),
  );
  if (!(most <= 0.005 + 1e-9)) throw new Error(`the truth differs from the generator's by ${most} a day`);
  return most;
}

function numbers(table, name) {
  const column = table.columns.find((each) => each.name === name);
  if (column === undefined) throw new Error(`the world has no column ${name}`);
  return Float64Array.from(column.cells, Number);
}
