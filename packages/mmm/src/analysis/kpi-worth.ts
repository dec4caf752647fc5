// What a unit of KPI is worth: money, or nothing that was stated.
import type { Panel } from "../data/panel.ts";

/**
 * Whether the KPI is worth money: revenue is; units are where their worth was stated. A worth of one throughout is what a
 * panel holds when none was.
 */
export function isWorthKnown({ kpi }: Panel): boolean {
  return kpi.kind === "revenue" || kpi.revenuePerKpi.some((money) => money !== 1);
}

/** What worth is counted in: the currency, or the KPI by its name where a unit's worth is not known. */
export function worthUnit(panel: Panel): string {
  return isWorthKnown(panel) ? panel.currency : panel.kpi.name;
}
