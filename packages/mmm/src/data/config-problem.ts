// A problem of a configuration: where it is, what stands there, and what to do.
import type { Problem } from "../errors.ts";

export type Path = readonly (string | number)[];

/** `channels[0].spend`, as a reader points at it. */
export function formatPath(path: Path): string {
  let text = "";
  for (const step of path) text += typeof step === "number" ? `[${step}]` : text === "" ? step : `.${step}`;
  return text;
}

export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

export function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "a mapping";
  return typeof value === "string" ? `"${value}"` : String(value);
}

export function problem(root: unknown, code: string, path: Path, found: string, remedy: string): Problem {
  const value = valueAt(root, path);
  const where = formatPath(path);
  const shown = typeof value === "object" && value !== null ? {} : { value: show(value) };
  return { code, severity: "error", path, ...shown, found: where === "" ? found : `${where}: ${found}`, remedy };
}
