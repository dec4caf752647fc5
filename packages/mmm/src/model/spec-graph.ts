// The builder of a specification's graph: a model declares its parameters, and the specification may state other priors.
import { elementCount, GraphBuilder, type ParameterNode, type ParameterOptions, type Prior } from "@carryover/engine";
import { priorDistribution } from "./priors.ts";
import type { ElementPriors, ModelSpec } from "./spec.ts";

/** Takes `elementPriors` in place of the priors a model declares; elements beyond those it states keep the declared ones. */
export class SpecGraphBuilder extends GraphBuilder {
  readonly #stated: ElementPriors;

  constructor({ elementPriors = {} }: Pick<ModelSpec, "elementPriors">) {
    super();
    this.#stated = elementPriors;
  }

  /** @throws SpecError for a stated prior that is none, RangeError as the builder's own */
  override parameter(name: string, options: ParameterOptions): ParameterNode {
    const stated = Object.hasOwn(this.#stated, name) ? this.#stated[name] : [];
    if (stated.length === 0) return super.parameter(name, options);
    const length = elementCount((options.dims ?? []).map((dimension) => this.coordinates[dimension]?.length ?? 0));
    const { prior: declared } = options;
    const prior = Array.from({ length }, (_, element): Prior => {
      const own = stated[element];
      if (own !== undefined) return priorDistribution(own, `${name}, element ${element + 1}`);
      return "family" in declared ? declared : declared[element];
    });
    return super.parameter(name, { ...options, prior });
  }
}
