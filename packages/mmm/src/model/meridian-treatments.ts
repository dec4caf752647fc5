// The treatments of Meridian's model, such as prices and promotions: effects against a baseline, of which the share may be believed.
import {
  add,
  divide,
  element,
  type GraphBuilder,
  group,
  groupedColumns,
  groupSums,
  multiply,
  type Node,
  normal,
  sum,
} from "@carryover/engine";
import type { Panel } from "../data/panel.ts";
import { worthCenteredDeviations } from "./group-operations.ts";
import { geoCoefficients } from "./meridian-baseline.ts";
import { perSize, sizesOf } from "./meridian-cells.ts";
import type { MeridianSpec } from "./meridian-spec.ts";
import type { ComponentNode } from "./model-graph.ts";
import { priorDistribution } from "./priors.ts";
import type { ModelSpec } from "./spec.ts";

export interface TreatmentParts {
  /** The effect of all, as it stands in the KPI; (geo, time). */
  readonly node: Node;
  /** Each one's effect against its baseline. */
  readonly components: readonly ComponentNode[];
  /** The effect of all at their baselines. */
  readonly atBaseline: Node;
}

/** @param worthOfUnit  money that one unit of the model's KPI is worth in each stated cell */
export function meridianTreatments(
  graph: GraphBuilder,
  panel: Panel,
  spec: ModelSpec,
  { meridian, worthOfUnit }: { readonly meridian: MeridianSpec; readonly worthOfUnit: Float64Array },
): TreatmentParts | null {
  const { treatments = [] } = spec;
  if (treatments.length === 0) return null;
  const geos = panel.geos.length;
  const sizes = sizesOf(spec);
  graph.dimension(
    "treatment",
    treatments.map(({ name }) => name),
  );
  const standardized = treatments.map(({ name, center, scale, baseline }, index) => {
    const series = panel.treatments?.[index];
    if (series === undefined) throw new RangeError(`the panel has no treatment "${name}"`);
    const values = meridian.treatmentsBySize[index] ? perSize(series.values, sizes) : series.values;
    const standard = (value: number): number => (scale === 0 ? 0 : (value - center) / scale);
    const column = values.map(standard);
    return { column, against: column.map((value) => value - standard(baseline)), at: standard(baseline) };
  });
  const coefficients =
    meridian.treatmentPrior === "contribution"
      ? fromShares(graph, spec, {
          meridian,
          worths: standardized.map(({ against }) => graph.apply(groupSums(worthOfUnit, geos), graph.constant(against))),
        })
      : geoCoefficients(graph, panel, {
          variable: "gamma_n",
          deviation: "gamma_gn_offset",
          spread: "xi_n",
          dimension: "treatment",
          priors: treatments.map(({ prior }) => prior),
          spreadPrior: spec.geo === undefined ? undefined : meridian.treatmentSd,
        });
  const times = (column: Float64Array, index: number): Node =>
    graph.apply(groupedColumns([column], geos), coefficients[index]);
  const all = (nodes: readonly Node[]): Node => nodes.reduce((total, node) => graph.apply(add, total, node));
  return {
    node: all(standardized.map(({ column }, index) => times(column, index))),
    components: treatments.map(({ name }, index) => ({
      name,
      group: "treatments",
      node: times(standardized[index].against, index),
    })),
    atBaseline: all(
      standardized.map(({ column, at }, index) =>
        times(
          column.map(() => at),
          index,
        ),
      ),
    ),
  };
}

/** Coefficients that bring a share of all outcome, which is the parameter; (geo) for each treatment. */
function fromShares(
  graph: GraphBuilder,
  { treatments = [], geo }: ModelSpec,
  { meridian, worths }: { readonly meridian: MeridianSpec; readonly worths: readonly Node[] },
): Node[] {
  const shares = graph.parameter("contribution_n", {
    prior: treatments.map(({ name, prior }) => priorDistribution(prior, `treatment "${name}"`)),
    dims: ["treatment"],
  });
  const common = worths.map((worth, index) => {
    const brought = graph.apply(multiply, graph.apply(element(index), shares), graph.constant(meridian.totalOutcome));
    return graph.apply(divide, brought, graph.apply(sum, worth));
  });
  if (geo === undefined) return common;
  const sd = graph.parameter("xi_n", {
    prior: priorDistribution(meridian.treatmentSd, "xi_n"),
    dims: ["treatment"],
    coordinate: "prior",
  });
  const standard = graph.parameter("gamma_gn_dev", { prior: normal(0, 1), dims: ["treatment", "geo"] });
  return treatments.map((_, index) => {
    const deviations = graph.apply(
      worthCenteredDeviations,
      graph.apply(group(index, treatments.length), standard),
      graph.apply(element(index), sd),
      worths[index],
    );
    return graph.apply(add, deviations, common[index]);
  });
}
