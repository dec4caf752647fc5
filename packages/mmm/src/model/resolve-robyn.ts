// From a configuration and a panel to the frozen specification of the Robyn model.
import type { Config } from "../data/config/config.ts";
import type { Panel } from "../data/panel.ts";
import type { ModelSpec } from "./spec.ts";

export function resolveRobyn(_panel: Panel, config: Config, _holdout: readonly number[]): ModelSpec {
  throw new RangeError(`${config.model.kind} cannot be resolved yet`);
}
