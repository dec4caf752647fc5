// The rows of a panel that a search in Robyn's manner fits.
import type { ConfigRobyn } from "../data/config/frameworks.ts";
import type { Panel } from "../data/panel.ts";

/** From, and up to but without `to`. */
export interface RobynWindow {
  readonly from: number;
  readonly to: number;
}

/** The periods that begin within the dates asked for, as far as the panel has them; undefined where it has none. */
export function robynWindow({ dates }: Panel, { window }: ConfigRobyn): RobynWindow | undefined {
  if (window === null) return { from: 0, to: dates.length };
  const from = dates.findIndex((date) => date >= window.from);
  const to = dates.findLastIndex((date) => date <= window.to) + 1;
  return from === -1 || to <= from ? undefined : { from, to };
}
