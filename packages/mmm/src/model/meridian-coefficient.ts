// What one unit of a channel's curve brings in each geo, from a belief about what the channel brings in all.
import { add, divide, exponential, type GraphBuilder, multiply, type Node, sum } from "@carryover/engine";
import { worthCenteredDeviations } from "./group-operations.ts";

/** How far geos differ: standard normal deviations, one for each, and their standard deviation. */
export interface GeoDeviations {
  readonly standard: Node;
  readonly sd: Node;
}

export interface StatedWorth {
  /** What the channel brings over all geos, money; length one. */
  readonly brought: Node;
  /** What it would bring in each geo if the coefficient were one everywhere, money; (geo). */
  readonly worths: Node;
}

/**
 * The coefficient that stands before all geos' own: the mean of additions, or the logarithm of the mean factor, so that the
 * geos' coefficients bring what is stated. (geo), or length one where nothing differs.
 *
 *   additions:  β_g = (brought − Σ worth · sd · z) / Σ worth + sd · z_g
 *   factors:    β_g = brought / Σ worth · exp(sd · z) · exp(sd · z_g)
 *
 * There is no Jacobian: what is brought is the parameter, and the coefficient follows from it.
 */
export function statedCoefficients(
  graph: GraphBuilder,
  effects: "log-normal" | "normal",
  { brought, worths }: StatedWorth,
  deviations: GeoDeviations | null,
): Node {
  if (deviations === null) return graph.apply(divide, brought, graph.apply(sum, worths));
  if (effects === "normal") {
    const own = graph.apply(worthCenteredDeviations, deviations.standard, deviations.sd, worths);
    return graph.apply(add, own, graph.apply(divide, brought, graph.apply(sum, worths)));
  }
  const factors = geoFactors(graph, deviations);
  const whole = graph.apply(sum, graph.apply(multiply, worths, factors));
  return graph.apply(multiply, factors, graph.apply(divide, brought, whole));
}

/** β_g of a coefficient that is a parameter itself: β + sd · z_g, or exp(β + sd · z_g). */
export function bareCoefficients(
  graph: GraphBuilder,
  effects: "log-normal" | "normal",
  coefficient: Node,
  deviations: GeoDeviations | null,
): Node {
  if (deviations === null) return effects === "normal" ? coefficient : graph.apply(exponential, coefficient);
  if (effects === "normal")
    return graph.apply(add, graph.apply(multiply, deviations.standard, deviations.sd), coefficient);
  return graph.apply(multiply, geoFactors(graph, deviations), graph.apply(exponential, coefficient));
}

function geoFactors(graph: GraphBuilder, { standard, sd }: GeoDeviations): Node {
  return graph.apply(exponential, graph.apply(multiply, standard, sd));
}
