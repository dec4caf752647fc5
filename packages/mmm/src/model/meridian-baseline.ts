// What Meridian's model says of the KPI without media and treatments: knots, geos' intercepts, controls.
import {
  add,
  element,
  type GraphBuilder,
  group,
  groupedColumns,
  matrixVector,
  multiply,
  type Node,
  normal,
  type Prior,
  subtract,
} from "@carryover/engine";
import type { Panel } from "../data/panel.ts";
import { knotColumns } from "../design/knots.ts";
import { everyGroup, everyRow, withZeroAt } from "./group-operations.ts";
import { perSize, sizesOf } from "./meridian-cells.ts";
import type { MeridianSpec } from "./meridian-spec.ts";
import { joinedColumns } from "./model-graph.ts";
import { priorDistribution } from "./priors.ts";
import type { ModelSpec, PriorSpec } from "./spec.ts";

export interface Baseline {
  /** Level of all geos over time, each geo's own and the KPI's mean; (geo, time). */
  readonly node: Node;
  /** The part of it that moves over time; null where it is constant. */
  readonly movement: Node | null;
  /** The part that does not. */
  readonly level: Node;
}

export function meridianBaseline(graph: GraphBuilder, panel: Panel, spec: ModelSpec, meridian: MeridianSpec): Baseline {
  const geos = panel.geos.length;
  const periods = panel.dates.length;
  const rows = spec.geo?.knots ?? meridian.knots;
  // Of one geo: the columns of a panel are the same for all.
  const { labels, columns } = knotColumns({ ...panel, geos: panel.geos.slice(0, 1) }, rows);
  graph.dimension("knots", labels);
  const knots = graph.parameter("knot_values", {
    prior: priorDistribution(spec.intercept, "knot_values"),
    dims: ["knots"],
  });
  const overTime = graph.apply(
    everyGroup(geos),
    graph.apply(matrixVector, graph.constant(joinedColumns(columns)), knots),
  );
  const level = ownLevels(graph, panel, spec, meridian);
  const node = graph.apply(add, overTime, level);
  if (rows.length === 1) return { node, movement: null, level: node };
  const { trainedPeriods } = spec.scales;
  const means = Float64Array.from(
    columns,
    (column) => column.subarray(0, trainedPeriods).reduce((sum, value) => sum + value, 0) / trainedPeriods,
  );
  const mean = graph.apply(matrixVector, graph.constant(means), knots);
  const spread = graph.apply(everyRow(geos * periods), mean);
  return { node, movement: graph.apply(subtract, overTime, spread), level: graph.apply(add, level, spread) };
}

/** The KPI's mean, and of all geos but one how far they are from it; (geo, time). */
function ownLevels(graph: GraphBuilder, panel: Panel, spec: ModelSpec, meridian: MeridianSpec): Node {
  const geos = panel.geos.length;
  const center = graph.constant(new Float64Array(panel.kpi.values.length).fill(meridian.center));
  if (spec.geo === undefined) return center;
  graph.dimension("geo", panel.geos);
  graph.dimension(
    "geo_but_baseline",
    panel.geos.filter((_, index) => index !== meridian.baselineGeo),
  );
  const others = graph.parameter("tau_g", {
    prior: priorDistribution(spec.geo.priors.intercept, "tau_g"),
    dims: ["geo_but_baseline"],
  });
  const own = graph.apply(withZeroAt(meridian.baselineGeo), others);
  const ones = new Float64Array(panel.kpi.values.length).fill(1);
  return graph.apply(add, graph.apply(groupedColumns([ones], geos), own), center);
}

/** The effect of all controls; null where there are none. */
export function meridianControls(
  graph: GraphBuilder,
  panel: Panel,
  spec: ModelSpec,
  meridian: MeridianSpec,
): Node | null {
  if (panel.controls.length === 0) return null;
  graph.dimension(
    "control",
    panel.controls.map(({ name }) => name),
  );
  const coefficients = geoCoefficients(graph, panel, {
    variable: "gamma_c",
    deviation: "gamma_gc_offset",
    spread: "xi_c",
    dimension: "control",
    priors: panel.controls.map(({ name }) => spec.controls[name]),
    spreadPrior: spec.geo?.priors.controls,
  });
  const sizes = sizesOf(spec);
  return panel.controls
    .map(({ values }, index): Node => {
      const { center, scale } = spec.scales.controls[index];
      const column = (meridian.controlsBySize[index] ? perSize(values, sizes) : values).map((value) =>
        scale === 0 ? 0 : (value - center) / scale,
      );
      return graph.apply(groupedColumns([column], panel.geos.length), coefficients[index]);
    })
    .reduce((sum, node) => graph.apply(add, sum, node));
}

interface GeoCoefficients {
  readonly variable: string;
  readonly deviation: string;
  readonly spread: string;
  readonly dimension: string;
  readonly priors: readonly PriorSpec[];
  /** Undefined for national data, where nothing differs. */
  readonly spreadPrior: PriorSpec | undefined;
}

/**
 * For each label of the dimension the geos' coefficients, (geo): a common one, and deviations from it around zero with a
 * standard deviation that is a parameter. Normal given that, so that a normal likelihood integrates both out.
 */
export function geoCoefficients(
  graph: GraphBuilder,
  panel: Panel,
  { variable, deviation, spread, dimension, priors, spreadPrior }: GeoCoefficients,
): Node[] {
  const common = graph.parameter(variable, {
    prior: priors.map((prior) => priorDistribution(prior, variable)),
    dims: [dimension],
  });
  if (spreadPrior === undefined) return priors.map((_, index) => graph.apply(element(index), common));
  const sd = graph.parameter(spread, {
    prior: priorDistribution(spreadPrior, spread),
    dims: [dimension],
    coordinate: "prior",
  });
  const { family } = normal(0, 1);
  const own = graph.parameter(deviation, {
    prior: priors.flatMap((_, index) => {
      const prior: Prior = { family, args: [0, graph.apply(element(index), sd)] };
      return panel.geos.map(() => prior);
    }),
    dims: [dimension, "geo"],
  });
  const ones = graph.constant(new Float64Array(panel.geos.length).fill(1));
  return priors.map((_, index) => {
    const all = graph.apply(multiply, ones, graph.apply(element(index), common));
    return graph.apply(add, graph.apply(group(index, priors.length), own), all);
  });
}
