// What a model has to beat: a predictive distribution that needs no knowledge of media, as closed forms.
import { openStream, studentT } from "@carryover/engine";
import type { Panel } from "../data/panel.ts";
import type { Forecast } from "./forecast-scores.ts";

/** What a baseline may know and is asked; cells are `geo · T + time` of this panel. */
export interface BaselineTask {
  /** Media and controls of every cell; the KPI is to be read where `known` is 1 alone. */
  readonly panel: Panel;
  readonly known: Uint8Array;
  readonly cells: readonly number[];
}

/** A Student t for each asked cell, KPI units. */
export interface StudentTForecast {
  readonly location: Float64Array;
  readonly scale: Float64Array;
  readonly degrees: number;
}

/** A forecast, or why this baseline has none here. */
export type BaselineForecast = StudentTForecast | { readonly unavailable: string };

/** Draws of it and its density at what came. */
export function drawForecast(
  { location, scale, degrees }: StudentTForecast,
  observed: Float64Array,
  options: { readonly draws: number; readonly seed: number; readonly stream: number },
): Forecast {
  const { draws, seed } = options;
  const { family } = studentT(degrees, 0, 1);
  const stream = openStream({ seed, chain: options.stream, purpose: "predictive" });
  const cells = location.length;
  const values = new Float64Array(draws * cells); // (draw, cell)
  const args = Float64Array.of(degrees, 0, 1);
  for (let index = 0; index < values.length; index += 1) {
    const cell = index % cells;
    values[index] = location[cell] + scale[cell] * family.sample(stream, args);
  }
  const slope = new Float64Array(1);
  const logDensity = observed.map((value, cell) =>
    family.logDensity(value, Float64Array.of(degrees, location[cell], scale[cell]), slope),
  );
  return { draws, values, logDensity };
}
