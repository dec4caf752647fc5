// Generates weekly marketing data of several geos whose truth is known: how geos differ, and what every channel brought.
import { openStream, type RandomStream } from "@carryover/engine";
import { addDays } from "../calendar/dates.ts";
import type { Cell, Table } from "../data/table.ts";
import { adstock } from "../media/adstock.ts";
import { hill } from "../media/curves.ts";

export interface GeoWorldOptions {
  /** Number of geos, ≥ 1. */
  readonly geos?: number;
  /** Number of weeks, ≥ 1. */
  readonly periods?: number;
  /** ISO date of the first week. */
  readonly startDate?: string;
  readonly seed?: number;
  readonly channels?: readonly GeoWorldChannel[];
}

/** A channel of a geo world; money is per head and week. */
export interface GeoWorldChannel {
  /** Stem of its column: `tv` gives `tv_spend`. */
  readonly name: string;
  /** Of a geometric adstock over 13 weeks whose weights sum to one. */
  readonly retention: number;
  /** Adstocked money of half effect. */
  readonly halfSaturation: number;
  readonly slope: number;
  /** Revenue at the ceiling in a geo whose factor is 1. */
  readonly ceiling: number;
  /** Spread of the logarithm of the geos' factors. */
  readonly spread: number;
  /** Money in an ordinary week on air. */
  readonly spend: number;
}

export interface GeoWorldTruth {
  readonly geos: readonly string[];
  readonly population: readonly number[];
  /** Revenue per head and week without media, at mean price. */
  readonly baseline: readonly number[];
  /** Revenue per head for one more unit of the price index, by geo. */
  readonly priceEffect: readonly number[];
  /** Standard deviation of the noise, revenue per head. */
  readonly noise: number;
  /** In the order of the channels: factor of each geo, return on the money of all geos and of each. */
  readonly channels: readonly {
    readonly name: string;
    readonly factors: readonly number[];
    readonly roas: number;
    readonly roasByGeo: readonly number[];
  }[];
}

export interface GeoWorld {
  /** One row per geo and week: date, geo, population, spend by channel, price index, revenue. */
  readonly table: Table;
  readonly truth: GeoWorldTruth;
}

/** Two years of ten geos and three channels. */
export const defaultGeoWorldOptions: Required<GeoWorldOptions> = {
  geos: 10,
  periods: 104,
  startDate: "2022-01-03",
  seed: 42,
  channels: [
    { name: "tv", retention: 0.6, halfSaturation: 1, slope: 1.5, ceiling: 8, spread: 0.3, spend: 1 },
    { name: "search", retention: 0.2, halfSaturation: 0.8, slope: 1.2, ceiling: 6, spread: 0.2, spend: 0.8 },
    { name: "social", retention: 0.4, halfSaturation: 0.5, slope: 1.8, ceiling: 3, spread: 0.4, spend: 0.4 },
  ],
};

/** Per head and week: level without media, its spread among geos, season, price, shared swings, noise. */
const perHead = { level: 20, levelSpread: 2, season: 2, price: -15, priceSpread: 4, swing: 0.6, noise: 0.8 } as const;

/**
 *   revenue[g, t] / population_g = level_g + season[t] + swing[t] + price_g · (price[g, t] − 1)
 *                                + Σ_m factor_mg · ceiling_m · hill(adstock(spend_m[g] / population_g))[t] + noise[g, t]
 *
 * The swing is a slow movement that all geos share. The same options give the same world.
 */
export function generateGeoWorld(options: GeoWorldOptions = {}): GeoWorld {
  const { geos, periods, startDate, seed, channels } = { ...defaultGeoWorldOptions, ...options };
  const names = Array.from({ length: geos }, (_, geo) => `geo ${String(geo + 1).padStart(2, "0")}`);
  const stream = openStream({ seed, chain: 0, purpose: "data" });
  const population = names.map(() => Math.round(200_000 * Math.exp(0.8 * stream.normal())));
  const baseline = names.map(() => perHead.level + perHead.levelSpread * stream.normal());
  const priceEffect = names.map(() => perHead.price + perHead.priceSpread * stream.normal());
  const factors = channels.map(({ spread }) => names.map(() => Math.exp(spread * stream.normal())));
  const [phase, swingPhase] = [stream.uniform(), stream.uniform()].map((turn) => 2 * Math.PI * turn);
  const rows: Record<string, Cell>[] = [];
  const spent = channels.map(() => new Float64Array(geos));
  const brought = channels.map(() => new Float64Array(geos));
  names.forEach((geo, g) => {
    const spend = channels.map((channel) => spendPerHead(channel, periods, stream));
    const media = channels.map((channel, m) => {
      const carried = adstock({ kind: "geometric", window: 13, normalize: true }, spend[m], [channel.retention]);
      return carried.map(
        (value) => factors[m][g] * channel.ceiling * hill(value, channel.halfSaturation, channel.slope),
      );
    });
    for (let t = 0; t < periods; t += 1) {
      const price = 1 + 0.05 * stream.normal();
      const shared =
        perHead.season * Math.sin((2 * Math.PI * t) / 52.18 + phase) +
        perHead.swing * Math.sin((2 * Math.PI * t) / 37 + swingPhase);
      const bought = media.reduce((sum, each) => sum + each[t], 0);
      const head = baseline[g] + shared + priceEffect[g] * (price - 1) + bought + perHead.noise * stream.normal();
      rows.push({
        date: addDays(startDate, 7 * t),
        geo,
        population: population[g],
        ...Object.fromEntries(channels.map(({ name }, m) => [`${name}_spend`, spend[m][t] * population[g]])),
        price_index: price,
        revenue: head * population[g],
      });
      channels.forEach((_, m) => {
        spent[m][g] += spend[m][t] * population[g];
        brought[m][g] += media[m][t] * population[g];
      });
    }
  });
  return {
    table: {
      source: "generated geo data",
      columns: Object.keys(rows[0] ?? {}).map((name) => ({ name, cells: rows.map((row) => row[name]) })),
      rows: rows.length,
      firstLine: 2,
    },
    truth: {
      geos: names,
      population,
      baseline,
      priceEffect,
      noise: perHead.noise,
      channels: channels.map(({ name }, m) => ({
        name,
        factors: factors[m],
        roas: total(brought[m]) / total(spent[m]),
        roasByGeo: names.map((_, g) => brought[m][g] / spent[m][g]),
      })),
    },
  };
}

/** Money per head: on air in three weeks out of four, at a level of its own in each geo, never the same twice. */
function spendPerHead({ spend }: GeoWorldChannel, periods: number, stream: RandomStream): Float64Array {
  const level = spend * Math.exp(0.3 * stream.normal());
  let left = 0;
  let isOn = true;
  return Float64Array.from({ length: periods }, () => {
    if (left === 0) {
      isOn = stream.uniform() < 0.75;
      left = 2 + Math.floor(6 * stream.uniform());
    }
    left -= 1;
    const noise = Math.exp(0.4 * stream.normal());
    return isOn ? level * noise : 0;
  });
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
