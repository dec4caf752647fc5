// The media of Meridian's model, paid and organic: transforms, coefficients from beliefs, deviations of geos.
import {
  element,
  type GraphBuilder,
  group,
  groupSums,
  multiply,
  type Node,
  normal,
  scaleGroups,
  subtract,
} from "@carryover/engine";
import type { PaidPriorKind } from "../data/config/frameworks.ts";
import type { Panel } from "../data/panel.ts";
import { adstockParameters } from "../media/adstock.ts";
import { saturationParameters } from "../media/saturation.ts";
import { type TransformParameters, transformed } from "./media-effect.ts";
import { sizesOf, statedCells } from "./meridian-cells.ts";
import { bareCoefficients, type GeoDeviations, statedCoefficients } from "./meridian-coefficient.ts";
import { marginalIncrease, withIncrease, withoutPeriods } from "./meridian-counterfactual.ts";
import { type MeridianSpec, priorKind } from "./meridian-spec.ts";
import {
  type ComponentNode,
  isOwnMedia,
  mediaOf,
  type PlannedExposure,
  scaledMedia,
  scaledOrganic,
} from "./model-graph.ts";
import { priorDistribution } from "./priors.ts";
import type { ChannelSpec, ModelSpec, PriorSpec } from "./spec.ts";

/** A kind of media and what the original calls its variables: alpha_m, eta_om. */
interface Family {
  readonly group: "media" | "organic";
  readonly suffix: "m" | "om";
  readonly dimension: "channel" | "organic_channel";
  readonly channels: readonly ChannelSpec[];
}

interface Setting {
  readonly graph: GraphBuilder;
  readonly panel: Panel;
  readonly spec: ModelSpec;
  readonly meridian: MeridianSpec;
  readonly planned: PlannedExposure;
}

/** A part for each paid channel, then for each organic one; (geo, time). */
export function meridianMedia(setting: Setting): ComponentNode[] {
  const { spec } = setting;
  const paid: Family = { group: "media", suffix: "m", dimension: "channel", channels: spec.channels };
  const organic: Family = {
    group: "organic",
    suffix: "om",
    dimension: "organic_channel",
    channels: spec.organic ?? [],
  };
  return [paid, organic].flatMap((family) => (family.channels.length === 0 ? [] : familyParts(setting, family)));
}

function familyParts(setting: Setting, family: Family): ComponentNode[] {
  const { graph, panel, spec, meridian, planned } = setting;
  const { channels, suffix, dimension } = family;
  graph.dimension(
    dimension,
    channels.map(({ name }) => name),
  );
  const parameters = transformsOf(graph, family);
  const beliefs = beliefsOf(graph, family);
  const deviations = deviationsOf(graph, spec, family);
  const geos = panel.geos.length;
  const divisors = exposureDivisors(setting, family);
  const worthOfUnit = worthOfUnits(setting);
  return channels.map((channel, index): ComponentNode => {
    const curve = (of: Panel, media: PlannedExposure): Node => {
      const asked = { index, channel, divisors: divisors[index] };
      const scaled = family.group === "media" ? scaledMedia(graph, of, media, asked) : scaledOrganic(graph, of, asked);
      return transformed(graph, channel, scaled, parameters, geos);
    };
    const trained = curve(panel, mediaOf(panel));
    const asked = family.group === "organic" || isOwnMedia(panel, planned, index) ? trained : curve(panel, planned);
    const { kind, node } = beliefs[index];
    const ofGeo = ((): Node => {
      if (kind === "coefficient") return bareCoefficients(graph, meridian.effects, node, deviations[index]);
      const brought = graph.apply(multiply, node, graph.constant(moneyPerUnit(setting, family, index, kind)));
      const worths = graph.apply(
        groupSums(worthOfUnit, geos),
        difference(setting, { channel, index, kind, trained, curve }),
      );
      return statedCoefficients(graph, meridian.effects, { brought, worths }, deviations[index]);
    })();
    const scale = ofGeo.length === 1 ? multiply : scaleGroups;
    return { name: channel.name, group: family.group, node: graph.apply(scale, asked, ofGeo) };
  });

  function exposureDivisors({ spec: { scales } }: Setting, { group }: Family): Float64Array[] {
    const units = group === "media" ? scales.media : (scales.organic ?? []);
    const periods = panel.dates.length;
    const sizes = sizesOf(spec);
    return units.map((unit) =>
      Float64Array.from(panel.kpi.values, (_, cell) => unit * sizes[Math.floor(cell / periods)]),
    );
  }

  function transformsOf(builder: GraphBuilder, { channels: all }: Family): TransformParameters {
    const names: Readonly<Record<string, string>> = {
      retention: `alpha_${suffix}`,
      halfSaturation: `ec_${suffix}`,
      slope: `slope_${suffix}`,
    };
    return new Map(
      Object.entries(names).flatMap(([parameter, variable]): [string, ReadonlyMap<string, Node>][] => {
        const having = all.filter(({ adstock, saturation }) =>
          [...adstockParameters(adstock), ...saturationParameters(saturation)].includes(parameter),
        );
        if (having.length === 0) return [];
        const node = perChannel(builder, family, having, variable, (channel) => channel.priors[parameter]);
        return [[parameter, node]];
      }),
    );
  }
}

/** A variable over the channels that have it: over the family's dimension, or one of its own. */
function perChannel(
  graph: GraphBuilder,
  { channels, dimension }: Family,
  having: readonly ChannelSpec[],
  variable: string,
  prior: (channel: ChannelSpec) => PriorSpec,
): ReadonlyMap<string, Node> {
  const own = having.length === channels.length ? dimension : `${variable}_${dimension}`;
  if (own !== dimension) {
    graph.dimension(
      own,
      having.map(({ name }) => name),
    );
  }
  const node = graph.parameter(variable, {
    prior: having.map((channel) => priorDistribution(prior(channel), `channel "${channel.name}", ${variable}`)),
    dims: [own],
    coordinate: "prior",
  });
  return new Map(having.map(({ name }, index) => [name, graph.apply(element(index), node)]));
}

/** What is believed of each channel, as a parameter. */
function beliefsOf(graph: GraphBuilder, family: Family): { readonly kind: PaidPriorKind; readonly node: Node }[] {
  const kinds = family.channels.map(priorKind);
  const variables: Readonly<Record<PaidPriorKind, string>> = {
    roi: "roi",
    mroi: "mroi",
    contribution: "contribution",
    coefficient: "beta",
  };
  const nodes = new Map(
    [...new Set(kinds)].flatMap((kind) => {
      const having = family.channels.filter((_, index) => kinds[index] === kind);
      const variable = `${variables[kind]}_${family.suffix}`;
      return [...perChannel(graph, family, having, variable, ({ priors }) => priors[kind])];
    }),
  );
  return family.channels.map(({ name }, index) => {
    const node = nodes.get(name);
    if (node === undefined) throw new RangeError(`no belief about "${name}"`);
    return { kind: kinds[index], node };
  });
}

/** Null where there is one geo. */
function deviationsOf(
  graph: GraphBuilder,
  { geo }: ModelSpec,
  { channels, suffix, dimension }: Family,
): (GeoDeviations | null)[] {
  if (geo === undefined) return channels.map(() => null);
  const sd = graph.parameter(`eta_${suffix}`, {
    prior: priorDistribution(geo.priors.media, `eta_${suffix}`),
    dims: [dimension],
    coordinate: "prior",
  });
  const standard = graph.parameter(`beta_g${suffix}_dev`, { prior: normal(0, 1), dims: [dimension, "geo"] });
  return channels.map((_, index) => ({
    sd: graph.apply(element(index), sd),
    standard: graph.apply(group(index, channels.length), standard),
  }));
}

/** Money that one unit of the model's KPI is worth in each cell that returns are stated for; 0 in others. */
export function worthOfUnits({ panel, spec, meridian }: Pick<Setting, "panel" | "spec" | "meridian">): Float64Array {
  const { trainedPeriods } = spec.scales;
  const stated = statedCells(panel, { trainedPeriods, holdout: spec.holdout ?? [], leaky: meridian.leakyScales });
  const sizes = sizesOf(spec);
  const periods = panel.dates.length;
  return stated.map((is, cell) =>
    is === 1 ? panel.kpi.revenuePerKpi[cell] * spec.scales.kpi * sizes[Math.floor(cell / periods)] : 0,
  );
}

/** Money that a belief of one is about. */
function moneyPerUnit(
  { spec, meridian }: Setting,
  { group, channels }: Family,
  index: number,
  kind: PaidPriorKind,
): number {
  if (kind === "contribution") return meridian.totalOutcome;
  if (group === "organic") throw new RangeError(`organic channel "${channels[index].name}" costs nothing`);
  const { name } = channels[index];
  const spend = Object.hasOwn(meridian.calibrations, name)
    ? meridian.calibrations[name].spend
    : spec.scales.spend[index];
  return kind === "mroi" ? marginalIncrease * spend : spend;
}

interface Compared {
  readonly channel: ChannelSpec;
  readonly index: number;
  readonly kind: PaidPriorKind;
  readonly trained: Node;
  readonly curve: (panel: Panel, planned: PlannedExposure) => Node;
}

/** How much of the curve is what the belief is about: all of it, the last percent, or what the calibration period's media do. */
function difference({ graph, panel, meridian }: Setting, { channel, index, kind, trained, curve }: Compared): Node {
  if (kind === "mroi") {
    const more = withIncrease(panel, index);
    return graph.apply(subtract, curve(more, mediaOf(more)), trained);
  }
  if (kind !== "roi" || !Object.hasOwn(meridian.calibrations, channel.name)) return trained;
  const without = withoutPeriods(panel, index, meridian.calibrations[channel.name]);
  return graph.apply(subtract, trained, curve(without, mediaOf(without)));
}
