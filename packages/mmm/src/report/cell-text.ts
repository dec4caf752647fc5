// A table's cells as text.
import type { ColumnKind } from "./charts/chart.ts";
import {
  formatCount,
  formatFixed,
  formatNumber,
  formatProbability,
  formatShare,
  formatShort,
  formatShortMoney,
} from "./format.ts";

/** What `amount` and `money` columns are told in. */
export interface CellUnits {
  readonly currency: string;
  /** Null when the KPI is counted in units. */
  readonly kpiCurrency: string | null;
}

/** Empty cells read `–`; numbers that could not be computed `n/a`. */
export function cellText(value: string | number | boolean | null, kind: ColumnKind, units: CellUnits): string {
  if (value === null) return "–";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return value;
  switch (kind) {
    case "share":
      return formatShare(value);
    case "probability":
      return formatProbability(value);
    case "money":
      return formatShortMoney(value, units.currency);
    case "amount":
      return units.kpiCurrency === null ? formatShort(value) : formatShortMoney(value, units.kpiCurrency);
    case "count":
      return formatCount(value);
    case "fixed-3":
      return formatFixed(value, 3);
    default:
      return formatNumber(value);
  }
}
