// Treatments: what is done besides media. Each is a part of its own, counted against the level it would else have.
import { element, type GraphBuilder, multiply } from "@carryover/engine";
import type { Panel } from "../data/panel.ts";
import type { ComponentNode } from "./model-graph.ts";
import { priorDistribution } from "./priors.ts";
import type { TreatmentSpec } from "./spec.ts";

/** Coefficient · (value − baseline) / scale of each; parameter `treatment`. Empty without treatments. */
export function treatmentEffects(
  graph: GraphBuilder,
  panel: Panel,
  treatments: readonly TreatmentSpec[],
): ComponentNode[] {
  if (treatments.length === 0) return [];
  graph.dimension(
    "treatment_name",
    treatments.map(({ name }) => name),
  );
  const coefficients = graph.parameter("treatment", {
    prior: treatments.map(({ name, prior }) => priorDistribution(prior, `treatment "${name}"`)),
    dims: ["treatment_name"],
  });
  return treatments.map(({ name, baseline, scale }, index): ComponentNode => {
    const series = panel.treatments?.[index];
    if (series === undefined) throw new RangeError(`the panel has no treatment "${name}"`);
    const distance = graph.constant(series.values.map((value) => (value - baseline) / scale));
    return {
      name,
      group: "treatments",
      node: graph.apply(multiply, distance, graph.apply(element(index), coefficients)),
    };
  });
}
