// How a framework carries over and saturates, in terms of the default model's channels.
import type { ConfigAdstock, ConfigChannel, ConfigPrior, ConfigSaturation } from "../data/config/config.ts";
import type { Panel } from "../data/panel.ts";
import { adstock, adstockParameters } from "../media/adstock.ts";
import { saturationParameters } from "../media/saturation.ts";
import type { RobynMediaSpec, RobynSpec } from "../model/robyn-spec.ts";
import type { ModelSpec, PriorSpec } from "../model/spec.ts";
import { rescaledPrior } from "./rescaled-prior.ts";

/** The framework whose transforms are taken, and the default model that takes them; both of one panel. */
export interface TransformSwap {
  readonly panel: Panel;
  readonly channels: readonly ConfigChannel[];
  readonly base: ModelSpec;
  readonly other: ModelSpec;
}

export interface SwappedChannels {
  readonly channels: readonly ConfigChannel[];
  /** What could not be taken over, one sentence each. */
  readonly cannot: readonly string[];
}

export function transformSwap(swap: TransformSwap): SwappedChannels {
  const cannot: string[] = [];
  const { robyn } = swap.other;
  const channels = swap.channels.map((channel, index) => {
    if (channel.reach !== null) {
      cannot.push(`${channel.name} is reach and frequency, which each framework transforms in its own way.`);
      return channel;
    }
    const searched = robyn?.media.find(({ name }) => name === channel.name);
    return robyn === undefined || searched === undefined
      ? bayesianChannel(swap, channel, index, cannot)
      : robynChannel(swap, { channel, index, searched, robyn }, cannot);
  });
  return { channels, cannot: [...new Set(cannot)] };
}

/** Parameters of curves that are exposures, and those that are per exposure. */
const exposures: ReadonlySet<string> = new Set(["halfSaturation", "saturationScale", "midpoint", "reference"]);
const perExposure: ReadonlySet<string> = new Set(["rate"]);

function bayesianChannel(
  { base, other }: TransformSwap,
  channel: ConfigChannel,
  index: number,
  cannot: string[],
): ConfigChannel {
  const taken = other.channels.find(({ name }) => name === channel.name);
  if (taken === undefined) return channel;
  // Exposure is counted in units of each model's own; the seed's model takes it raw.
  const unit = (spec: ModelSpec): number => (spec.kind === "adelon" ? 1 : spec.scales.media[index]);
  const ratio = unit(other) / unit(base);
  const priors: Record<string, ConfigPrior> = {};
  for (const name of [...adstockParameters(taken.adstock), ...saturationParameters(taken.saturation)]) {
    const prior: PriorSpec | undefined = taken.priors[name];
    if (prior === undefined) continue;
    const scaled = exposures.has(name)
      ? rescaledPrior(prior, ratio)
      : perExposure.has(name)
        ? rescaledPrior(prior, 1 / ratio)
        : prior;
    if (scaled === undefined) cannot.push(`The prior of ${name} of ${channel.name} has no unit that could be changed.`);
    else priors[name] = scaled;
  }
  return {
    ...channel,
    adstock: adstockOf(taken.adstock),
    saturation: taken.saturation as ConfigSaturation,
    order: taken.order,
    priors: { ...keptRoi(channel), ...priors },
  };
}

/** What the channel's own priors say about its return stays. */
function keptRoi({ priors }: ConfigChannel): Readonly<Record<string, ConfigPrior>> {
  return priors.roi === undefined ? {} : { roi: priors.roi };
}

function adstockOf(taken: ModelSpec["channels"][number]["adstock"]): ConfigAdstock {
  if (taken.kind === "none") return { kind: "none", window: null, normalize: null };
  return { kind: taken.kind, window: taken.window, normalize: true };
}

/**
 * Robyn searches within bounds: flat priors there. Its inflexion is a share of the largest adstocked exposure; that of the
 * middle of the decay's bounds stands for all. Only geometric carryover can be taken over: Weibull weights are of another form.
 */
function robynChannel(
  { panel, base }: TransformSwap,
  {
    channel,
    index,
    searched,
    robyn,
  }: {
    readonly channel: ConfigChannel;
    readonly index: number;
    readonly searched: RobynMediaSpec;
    readonly robyn: RobynSpec;
  },
  cannot: string[],
): ConfigChannel {
  const theta = robyn.adstock === "geometric" ? searched.theta : undefined;
  if (theta === undefined)
    cannot.push("Robyn's Weibull carryover has another form: its saturation alone was taken over.");
  const middle = theta === undefined ? 0.5 : 0.5 * (theta[0] + theta[1]);
  const { exposure } = panel.media[index];
  const carried = adstock({ kind: "geometric", window: null, normalize: true }, exposure, [middle]);
  const largest = carried.reduce((most, value) => Math.max(most, value), 0) / base.scales.media[index];
  return {
    ...channel,
    adstock: theta === undefined ? channel.adstock : { kind: "geometric", window: null, normalize: true },
    saturation: { kind: "hill" },
    order: "adstock-first",
    priors: {
      ...keptRoi(channel),
      ...(theta === undefined ? {} : { retention: between(theta[0], theta[1]) }),
      slope: between(searched.alpha[0], searched.alpha[1]),
      halfSaturation: between(searched.gamma[0] * largest, searched.gamma[1] * largest),
    },
  };
}

/** A flat prior; of a value that is given, as narrow as can be sampled. */
function between(lower: number, upper: number): ConfigPrior {
  const least = upper > lower ? 0 : Math.max(1e-3, 1e-3 * Math.abs(lower));
  return { distribution: "uniform", lower: Math.max(0, lower - least), upper: upper + least };
}
