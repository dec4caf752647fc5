// Draws of our Meridian model's parameters from the variables of the original, which splits channels by what is known of them.
import { SpecError } from "@carryover/mmm";
import type { NetcdfVariable } from "../write/netcdf-file.ts";
import { type ParameterSource, unsupported } from "./imported-fit.ts";
import { type PosteriorFile, valuesOver, variableOf, type WantedDimension } from "./posterior-file.ts";

/** A kind of channels: the suffix of its variables, the dimension they vary over. */
interface ChannelKind {
  readonly suffix: string;
  readonly dimension: string;
}

const paidKinds: readonly ChannelKind[] = [
  { suffix: "m", dimension: "media_channel" },
  { suffix: "rf", dimension: "rf_channel" },
];
const organicKinds: readonly ChannelKind[] = [
  { suffix: "om", dimension: "organic_media_channel" },
  { suffix: "orf", dimension: "organic_rf_channel" },
];

export function paidChannels({ posterior }: PosteriorFile): string[] {
  return paidKinds.flatMap(({ dimension }) => posterior.coordinates[dimension] ?? []);
}

export function organicChannels({ posterior }: PosteriorFile): string[] {
  return organicKinds.flatMap(({ dimension }) => posterior.coordinates[dimension] ?? []);
}

/** The variable of a channel, of all that share its kind: such as `roi_rf`; undefined when the file has none. */
export function channelVariable(
  { posterior }: PosteriorFile,
  prefix: string,
  label: string,
): NetcdfVariable | undefined {
  const kind = [...paidKinds, ...organicKinds].find(({ dimension }) =>
    posterior.coordinates[dimension]?.includes(label),
  );
  return kind && variableOf(posterior, `${prefix}_${kind.suffix}`);
}

/** The channel's own draws of such a variable, (draw). */
export function channelDraws(file: PosteriorFile, variable: NetcdfVariable, label: string): Float64Array {
  const [, , name = ""] = variable.dims;
  return valuesOver(file, file.posterior, variable, [{ name, labels: [label] }]);
}

export interface MeridianReading {
  readonly geos: readonly string[];
  /** How geos differ in what media bring. */
  readonly effects: "log-normal" | "normal";
  /** What the file calls our channels, paid and organic. */
  readonly labelOf: (channel: string) => string;
}

export function meridianSource(
  file: PosteriorFile,
  { geos: labelsOfGeos, effects, labelOf }: MeridianReading,
): ParameterSource {
  const { posterior } = file;
  const geos: WantedDimension = { name: "geo", labels: labelsOfGeos };
  const required = (name: string): NetcdfVariable => {
    const found = variableOf(posterior, name);
    if (found !== undefined) return found;
    throw new SpecError([unsupported(`the fit has no variable "${name}"`, "Save the fit with all its variables")]);
  };
  const read = (name: string, dims: readonly WantedDimension[]): Float64Array =>
    valuesOver(file, posterior, required(name), dims);

  /** Of each channel the values of its kind's variable, channels before whatever else the variable varies over: (draw, channel, …). */
  const perChannel = (
    kinds: readonly ChannelKind[],
    prefix: string,
    channels: readonly string[],
    geo: boolean,
  ): Float64Array => {
    const parts = channels.map((channel) => {
      const label = labelOf(channel);
      const kind = kinds.find(({ dimension }) => posterior.coordinates[dimension]?.includes(label));
      if (kind === undefined) throw new RangeError(`no channel "${label}"`);
      const dims = [{ name: kind.dimension, labels: [label] }, ...(geo ? [geos] : [])];
      return read(`${prefix}_${geo ? "g" : ""}${kind.suffix}`, dims);
    });
    return interleaved(parts, file.chains * file.draws);
  };
  const kindsOf = (suffix: string): readonly ChannelKind[] => (suffix === "m" ? paidKinds : organicKinds);
  /** Standard deviations of geos from what they have in common: (draw, channel, geo). */
  const deviations = (own: Float64Array, common: Float64Array, sd: Float64Array, isFactor: boolean): Float64Array =>
    own.map((value, index) => {
      const at = Math.floor(index / geos.labels.length);
      const apart = (isFactor ? Math.log(value) : value) - (common[at] ?? 0);
      return sd[at] === 0 ? 0 : apart / (sd[at] ?? Number.NaN);
    });

  return ({ name, dims }) => {
    const [{ labels } = { labels: [] }] = dims;
    const media = /^(alpha|ec|slope|roi|mroi|contribution|beta|eta)_(m|om)$/.exec(name);
    if (media !== null) return perChannel(kindsOf(media[2] ?? ""), media[1] ?? "", labels, false);
    const mediaDeviation = /^beta_g(m|om)_dev$/.exec(name);
    if (mediaDeviation !== null) {
      const kinds = kindsOf(mediaDeviation[1] ?? "");
      const of = (prefix: string, geo: boolean): Float64Array => perChannel(kinds, prefix, labels, geo);
      return deviations(of("beta", true), of("beta", false), of("eta", false), effects === "log-normal");
    }
    switch (name) {
      case "knot_values":
        return read(name, [{ name: "knots", labels }]);
      case "tau_g":
        return read(name, [{ name: "geo", labels }]);
      case "sigma":
        return read(name, dims.length === 0 ? [] : [geos]);
      case "gamma_c":
      case "xi_c":
      case "gamma_n":
      case "xi_n":
      case "contribution_n":
        return read(name, [{ name: /_c$/.test(name) ? "control_variable" : "non_media_channel", labels }]);
      case "gamma_gc_offset":
      case "gamma_gn_offset":
      case "gamma_gn_dev": {
        const suffix = name.slice("gamma_g".length, "gamma_gc".length);
        const dimension = { name: suffix === "c" ? "control_variable" : "non_media_channel", labels };
        const [own, common] = [read(`gamma_g${suffix}`, [dimension, geos]), read(`gamma_${suffix}`, [dimension])];
        const sd = name.endsWith("_dev") ? read(`xi_${suffix}`, [dimension]) : common.map(() => 1);
        return deviations(own, common, sd, false);
      }
      default:
        throw new RangeError(`the original has nothing for our variable "${name}"`);
    }
  };
}

/** Parts of (draw, …) side by side: (draw, part, …). */
function interleaved(parts: readonly Float64Array[], draws: number): Float64Array {
  const size = (parts[0]?.length ?? 0) / draws;
  const joined = new Float64Array(draws * parts.length * size);
  parts.forEach((part, index) => {
    for (let draw = 0; draw < draws; draw += 1) {
      joined.set(part.subarray(draw * size, (draw + 1) * size), (draw * parts.length + index) * size);
    }
  });
  return joined;
}
