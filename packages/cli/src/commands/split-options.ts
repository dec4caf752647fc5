// How the data are to be divided for validation, as options; spans of time become periods of the data.
import type { Frequency, SplitRequest } from "@carryover/mmm";
import { UsageError } from "../errors.ts";
import type { OptionSpec, OptionValues } from "../options.ts";

export const splitOptions: Readonly<Record<string, OptionSpec>> = {
  splits: {
    value: "KIND",
    help: "rolling (default): predict what followed; kfold: predict blocks of the history; geos: predict geos",
  },
  folds: { value: "NUMBER", help: "how many (default 5)" },
  horizon: {
    value: "SPAN",
    help: "rolling: how far each fold predicts, such as 8w or a number of periods (default about 8 weeks)",
  },
  gap: { value: "SPAN", help: "rolling: left out between what is known and what is predicted (default none)" },
  window: { value: "SPAN", help: "rolling: learn from the last SPAN only (default everything before)" },
  buffer: { value: "SPAN", help: "kfold: left out on either side of a block (default none)" },
};

/** Options that belong to one kind of split. */
const kindOf = { horizon: "rolling", gap: "rolling", window: "rolling", buffer: "kfold" } as const;

/** @throws UsageError for a value that cannot be read, and an option of another kind of split */
export function splitChoices(values: OptionValues): (frequency: Frequency) => SplitRequest {
  const splits = values.choice("splits", ["rolling", "kfold", "geos"] as const) ?? "rolling";
  for (const [name, kind] of Object.entries(kindOf)) {
    if (values.isSet(name) && kind !== splits) {
      throw new UsageError(`--${name} belongs to --splits ${kind}, not to ${splits}`);
    }
  }
  const folds = values.whole("folds", 1, 1000);
  const span = (name: keyof typeof kindOf): ((frequency: Frequency) => number | undefined) => {
    const text = values.text(name);
    if (text === undefined) return () => undefined;
    return (frequency) => periodsOf(text, name, frequency);
  };
  const [horizon, gap, window, buffer] = [span("horizon"), span("gap"), span("window"), span("buffer")];
  return (frequency) => ({
    splits,
    folds,
    horizon: horizon(frequency),
    gap: gap(frequency),
    window: window(frequency),
    buffer: buffer(frequency),
  });
}

/** Days of a unit in which days are counted, months of one in which months are. */
const unitsOf: Readonly<Record<Frequency, Readonly<Record<string, number>>>> = {
  daily: { d: 1, w: 7 },
  weekly: { d: 1 / 7, w: 1, y: 52 },
  monthly: { m: 1, y: 12 },
};

/** Periods of `8w`, `56d`, `3m` or `8`. @throws UsageError for what is not a whole number of the data's periods */
export function periodsOf(text: string, name: string, frequency: Frequency): number {
  const [, digits, unit = ""] = /^(\d+)([a-z]?)$/.exec(text) ?? [];
  const perUnit = unit === "" ? 1 : unitsOf[frequency][unit];
  const periods = Number(digits) * (perUnit ?? Number.NaN);
  const least = name === "gap" || name === "buffer" ? 0 : 1;
  if (Number.isInteger(Math.round(periods * 1e6) / 1e6) && periods >= least) return Math.round(periods);
  const units = Object.keys(unitsOf[frequency]).map((each) => `8${each}`);
  throw new UsageError(
    `--${name} ${text}: must be a whole number of ${frequency} periods from ${least}, such as 8 or ${units.join(" or ")}`,
  );
}
