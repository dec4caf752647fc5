// Small fits for tests of budgets: real models with draws from their priors.
import type { Panel } from "../../src/data/panel.ts";
import type { Fit } from "../../src/fit.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { smallWorld } from "../support/small-panel.ts";
import { priorDraws, statedFit } from "../support/stated-fit.ts";

export interface StatedWorld {
  readonly panel: Panel;
  readonly fit: Fit;
}

/** Two channels over `periods` days; `draws` draws from the prior. */
export function statedWorld(model: Record<string, unknown> = {}, draws = 24, periods = 70): StatedWorld {
  const { panel, config } = smallWorld(model, periods);
  const spec = resolveSpec(panel, config);
  return { panel, fit: statedFit(panel, spec, priorDraws(panel, spec, draws)) };
}

export function sumOf(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, each) => sum + each, 0);
}

export function meanOf(values: ArrayLike<number>): number {
  return sumOf(values) / values.length;
}
