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

type NumericLabels = BigInt64Array | Int32Array | Float64Array;

/** Milliseconds of each unit that netCDF counts time in. */
const timeUnits: Readonly<Record<string, number>> = {
  days: msPerDay,
  hours: msPerDay / 24,
  minutes: msPerDay / 1440,
  seconds: 1000,
  milliseconds: 1,
  microseconds: 1e-3,
  nanoseconds: 1e-6,
};

/**
 * The labels stored, or undefined for a dimension that has positions only. Times since any date, in any of netCDF's units, are
 * given back as the dates they fall on: xarray chooses both anew for every file.
 */
export function restoreLabels(
  values: readonly string[] | NumericLabels,
  units: string | undefined,
): readonly string[] | undefined {
  if (Array.isArray(values)) return values as readonly string[];
  const [, unit = "", since = ""] = /^(\w+) since (\d{4}-\d{2}-\d{2})/.exec(units ?? "") ?? [];
  const scale = timeUnits[unit];
  if (scale === undefined) return undefined;
  return Array.from(values as NumericLabels, (value: number | bigint) =>
    new Date(Date.parse(since) + Number(value) * scale).toISOString().slice(0, 10),
  );
}

/** Whether the text is a date of the calendar, such as 2024-02-29; 2023-02-29 is not. */
function isIsoDate(label: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(label)) return false;
  const instant = Date.parse(label);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(label);
}
