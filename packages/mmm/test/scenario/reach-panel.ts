// Sixty weeks of a channel known by reach and frequency, and of one known by its spend.
import type { Config } from "../../src/data/config/config.ts";
import type { Panel } from "../../src/data/panel.ts";
import { parseConfig } from "../../src/data/parse-config.ts";
import { handPanel } from "./hand-panel.ts";

export const config: Config = parseConfig({
  data: { path: "reach.csv", date: "date", kpi: { column: "revenue" } },
  channels: [
    { name: "video", spend: "video_spend", reach: "video_reach", frequency: "video_frequency" },
    { name: "search", spend: "search_spend" },
  ],
  model: { yearly_order: 0 },
});
const plain = handPanel({
  frequency: "weekly",
  periods: 60,
  spend: { video: (_, time) => 100 + (time % 7), search: (_, time) => 40 + (time % 5) },
  ratio: { video: () => 10 },
});
export const frequency: Float64Array = Float64Array.from({ length: 60 }, (_, time) => 2 + (time % 3));
export const panel: Panel = { ...plain, media: [{ ...plain.media[0], frequency }, plain.media[1]] };
