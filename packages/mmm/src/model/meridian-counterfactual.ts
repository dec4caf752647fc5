// Panels that differ in one channel's media: what marginal returns and calibrated returns are measured against.
import type { MediaHistory, Panel } from "../data/panel.ts";

/** By which share exposure is raised to measure a marginal return. */
export const marginalIncrease = 0.01;

/** One channel's exposure a percent higher, before the panel as well; frequencies stay. */
export function withIncrease(panel: Panel, index: number): Panel {
  return changed(panel, index, (exposure) => exposure.map((value) => value * (1 + marginalIncrease)));
}

/** One channel's exposure zero from a period to another, both included; rows below zero are the history's. */
export function withoutPeriods(
  panel: Panel,
  index: number,
  { first, last }: { readonly first: number; readonly last: number },
): Panel {
  return changed(panel, index, (exposure, start, periods) =>
    exposure.map((value, cell) => {
      const row = start + (cell % periods);
      return row >= first && row <= last ? 0 : value;
    }),
  );
}

/** @param change  of (geo, time) values, whose first period is row `start` */
function changed(
  panel: Panel,
  index: number,
  change: (exposure: Float64Array, start: number, periods: number) => Float64Array,
): Panel {
  const { media, dates, history } = panel;
  const past = (known: MediaHistory): MediaHistory => ({
    ...known,
    media: known.media.map((each, place) =>
      place === index ? { ...each, exposure: change(each.exposure, -known.periods, known.periods) } : each,
    ),
  });
  return {
    ...panel,
    media: media.map((each, place) =>
      place === index ? { ...each, exposure: change(each.exposure, 0, dates.length) } : each,
    ),
    ...(history === undefined ? {} : { history: past(history) }),
  };
}
