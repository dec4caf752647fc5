// Dimension labels as netCDF stores them: ISO dates as days, other labels as text, no labels as 0, 1, 2, …

/** What a coordinate variable holds, with the attributes that say how to read it. */
export interface StoredLabels {
  readonly values: BigInt64Array | readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
}

const msPerDay = 86_400_000;
const dayUnits = "days since 1970-01-01";

/** Labels that are all ISO dates become days with `units` and `calendar`, which xarray reads as datetime64. */
export function storeLabels(labels: readonly string[]): StoredLabels {
  if (labels.length === 0 || !labels.every(isIsoDate)) return { values: labels, attributes: {} };
  const days = labels.map((label) => BigInt(Date.parse(label) / msPerDay));
  return {
    values: BigInt64Array.from(days),
    attributes: { units: dayUnits, calendar: "proleptic_gregorian" },
  };
}

/** The positions 0 … length − 1 of a dimension without labels, as ArviZ writes them. */
export function storePositions(length: number): StoredLabels {
  return { values: BigInt64Array.from({ length }, (_, index) => BigInt(index)), attributes: {} };
}

/** The labels stored, or undefined for a dimension that has positions only. */
export function restoreLabels({ values, attributes }: StoredLabels): readonly string[] | undefined {
  if (!(values instanceof BigInt64Array)) return values;
  if (attributes.units !== dayUnits) return undefined;
  return Array.from(values, (day) => new Date(Number(day) * msPerDay).toISOString().slice(0, 10));
}

/** Whether the text is a date of the calendar, such as 2024-02-29; 2023-02-29 is not. */
function isIsoDate(label: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(label)) return false;
  const instant = Date.parse(label);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(label);
}
