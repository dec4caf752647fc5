// Differences between two plain JSON values, as a list of paths with what stood there before and after.

export interface ValueChange {
  /** Where, in words a reader of the spec knows: `channels.tv.priors.retention.alpha`. */
  readonly path: string;
  /** Undefined where the value is new. */
  readonly before: unknown;
  /** Undefined where the value is gone. */
  readonly after: unknown;
}

/**
 * Every leaf in which two values differ. Lists of objects with a `name` are matched by it, so that an inserted channel is
 * one change and not a shift of all that follow; other lists are matched by position.
 */
export function valueChanges(before: unknown, after: unknown, path = ""): ValueChange[] {
  if (Object.is(before, after)) return [];
  const [first, second] = [entriesOf(before), entriesOf(after)];
  if (first === undefined || second === undefined) return [{ path, before, after }];
  const keys = [...first.keys(), ...[...second.keys()].filter((key) => !first.has(key))];
  return keys.flatMap((key) => valueChanges(first.get(key), second.get(key), path === "" ? key : `${path}.${key}`));
}

/** JSON with the keys of every object sorted: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function entriesOf(value: unknown): Map<string, unknown> | undefined {
  if (Array.isArray(value)) {
    return new Map(value.map((item: unknown, index) => [nameOf(item) ?? String(index), item] as const));
  }
  if (typeof value === "object" && value !== null) return new Map(Object.entries(value));
  return undefined;
}

function nameOf(item: unknown): string | undefined {
  if (typeof item !== "object" || item === null) return undefined;
  const name = (item as Record<string, unknown>).name;
  return typeof name === "string" ? name : undefined;
}
