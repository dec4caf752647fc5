// Hand-made fits to compare: real models of a small world whose draws scatter around stated parameters.
import { openStream } from "@carryover/engine";
import type { Config } from "../../src/data/config/config.ts";
import type { Panel } from "../../src/data/panel.ts";
import type { Fit } from "../../src/fit.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { smallWorld } from "../support/small-panel.ts";
import { priorDraws, statedFit } from "../support/stated-fit.ts";

export const world: { readonly panel: Panel; readonly config: Config } = smallWorld({ day_of_week: false }, 120);

/**
 * A fit of the default model: every parameter as in one draw from the prior, but the ROI of tv and search, which scatter
 * around what is stated with a standard deviation of 5 %.
 */
export function fitWithRoi(roi: readonly [number, number], draws = 40, seed = 1): Fit {
  const { panel, config } = world;
  const spec = resolveSpec(panel, config);
  const [one] = priorDraws(panel, spec, 1, 7);
  const stream = openStream({ seed, chain: 0, purpose: "data" });
  return statedFit(
    panel,
    spec,
    Array.from({ length: draws }, () => ({
      ...one,
      roi: roi.map((value) => value * (1 + 0.05 * stream.normal())),
    })),
  );
}
