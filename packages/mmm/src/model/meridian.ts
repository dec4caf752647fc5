// The graph of Meridian's model.
import { add, type Node } from "@carryover/engine";
import type { Panel } from "../data/panel.ts";
import { everyRow } from "./group-operations.ts";
import { meridianBaseline, meridianControls } from "./meridian-baseline.ts";
import { sizesOf } from "./meridian-cells.ts";
import { meridianMedia, worthOfUnits } from "./meridian-media.ts";
import { meridianTreatments } from "./meridian-treatments.ts";
import {
  type ComponentNode,
  type ModelGraph,
  type PlannedExposure,
  seenMean,
  seenValues,
  total,
} from "./model-graph.ts";
import { priorDistribution } from "./priors.ts";
import type { ModelSpec } from "./spec.ts";
import { SpecGraphBuilder } from "./spec-graph.ts";

/**
 *   kpi[g,t] / (size_g · scale) = center + mu[t] + tau_g + Σ_c gamma_gc · z_c[g,t] + Σ_n gamma_gn · n[g,t]
 *     + Σ_m beta_gm · curve_m(media)[g,t] + noise
 *
 * with the KPI's standard deviation per size as scale. Paid channels, organic ones and treatments have the coefficients that
 * bring what is believed of them. Variables keep the original's names. Specification: docs/meridian.md.
 */
export function meridianGraph(panel: Panel, spec: ModelSpec, planned: PlannedExposure): ModelGraph {
  const { meridian, scales } = spec;
  if (meridian === undefined) throw new RangeError('model "meridian" has no specification of its own');
  const graph = new SpecGraphBuilder(spec);
  const geos = panel.geos.length;
  const periods = panel.dates.length;
  const baseline = meridianBaseline(graph, panel, spec, meridian);
  const controls = meridianControls(graph, panel, spec, meridian);
  const worthOfUnit = worthOfUnits({ panel, spec, meridian });
  const treatments = meridianTreatments(graph, panel, spec, { meridian, worthOfUnit });
  const media = meridianMedia({ graph, panel, spec, meridian, planned });
  const noise = graph.parameter("sigma", {
    prior: priorDistribution(spec.noise, "sigma"),
    dims: meridian.noiseByGeo ? ["geo"] : [],
  });

  const sizes = sizesOf(spec);
  const unit = sizes.map((size) => scales.kpi * size);
  const parts: Node[] = [
    baseline.node,
    ...(controls === null ? [] : [controls]),
    ...(treatments === null ? [] : [treatments.node]),
    ...media.map(({ node }) => node),
  ];
  const expected = total(graph, parts);
  const level = treatments === null ? baseline.level : graph.apply(add, baseline.level, treatments.atBaseline);
  const components: ComponentNode[] = [
    { name: "baseline", group: "baseline", node: level },
    ...(baseline.movement === null
      ? []
      : [{ name: "time effect", group: "trend", node: baseline.movement } satisfies ComponentNode]),
    ...(controls === null ? [] : [{ name: "controls", group: "controls", node: controls } satisfies ComponentNode]),
    ...(treatments?.components ?? []),
    ...media,
  ];
  const values = panel.kpi.values.map((value, cell) => value / unit[Math.floor(cell / periods)]);
  graph.observeNormal({
    name: panel.kpi.name,
    values: seenValues(panel, spec, values),
    mean: seenMean(graph, panel, spec, expected),
    sd: meridian.noiseByGeo ? seenMean(graph, panel, spec, graph.apply(everyRow(periods), noise)) : noise,
  });
  return { graph, expected, unit: geos === 1 ? unit[0] : unit, noise, components };
}
