// Which cells a refresh leaves out of the likelihood: geo · periods + period, ascending.

export interface HoldoutRequest {
  /** Cells the earlier run had left out, by its own number of periods. */
  readonly previous: readonly number[];
  readonly geos: number;
  /** Periods of the earlier run and now. */
  readonly before: number;
  readonly periods: number;
  /** Whether the posterior of the earlier run is the prior: what it has seen must not count again. */
  readonly posteriorAsPrior: boolean;
  /** Only so many of the latest periods are looked at; all by default. */
  readonly window?: number | undefined;
}

/** What was held out stays so, by its place in the longer panel. */
export function refreshHoldout(request: HoldoutRequest): number[] {
  const { geos, before, periods, posteriorAsPrior, window = periods } = request;
  const unseen = new Set(request.previous);
  const firstSeen = posteriorAsPrior ? before : periods - window;
  return Array.from({ length: geos * periods }, (_, cell) => cell).filter((cell) => {
    const [geo, period] = [Math.floor(cell / periods), cell % periods];
    return period < firstSeen || (period < before && unseen.has(geo * before + period));
  });
}
