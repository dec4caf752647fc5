// A panel whose reach and frequency are told as impressions: what frameworks that do not tell them apart are given.
import { contacts } from "../data/contacts.ts";
import { panelDigest } from "../data/digest.ts";
import type { MediaSeries, Panel } from "../data/panel.ts";

type Exposed = Pick<MediaSeries, "exposure" | "frequency">;

/** Reach times frequency as exposure, in the panel and before it. A panel without reach comes back as it is. */
export function impressionsPanel(panel: Panel): Panel {
  const { media, organic, history } = panel;
  if (![...media, ...(organic ?? [])].some(({ frequency }) => frequency !== undefined)) return panel;
  const told: Omit<Panel, "digest"> = {
    ...panel,
    media: media.map((series) => ({ name: series.name, spend: series.spend, ...impressions(series) })),
    ...(organic === undefined
      ? {}
      : { organic: organic.map((series) => ({ name: series.name, ...impressions(series) })) }),
    ...(history === undefined
      ? {}
      : {
          history: {
            ...history,
            media: history.media.map(impressions),
            organic: history.organic.map(impressions),
          },
        }),
  };
  return { ...told, digest: panelDigest(told) };
}

function impressions(series: Exposed): { readonly exposure: Float64Array } {
  return { exposure: contacts(series) };
}
