// The parts the KPI is taken apart into for pictures: one for each group that is not media, one for each channel, organic ones and
// treatments included.
import type { ComponentSummary, Estimate, Evaluation, SeriesEstimate } from "../../analysis/evaluation.ts";
import { channelLabels, displayName } from "../names.ts";
import { type ChartTheme, channelColor, groupColor } from "./theme.ts";

export interface Part {
  readonly label: string;
  readonly color: string;
  /** Mean total over the window, KPI units. */
  readonly total: number;
  /** 94 % interval of the total; null where several components are drawn as one and only their mean adds up. */
  readonly interval94: readonly [number, number] | null;
  /** Mean over time, KPI units. */
  readonly mean: readonly number[];
}

const groups = ["baseline", "trend", "seasonality", "holidays", "controls", "treatments", "organic"] as const;

const groupLabels: Readonly<Record<(typeof groups)[number], string>> = {
  baseline: "Baseline",
  trend: "Trend",
  seasonality: "Seasonality",
  holidays: "Holidays",
  controls: "Controls",
  treatments: "Treatments",
  organic: "Organic media",
};

function sumOverTime(components: readonly ComponentSummary[], length: number): readonly number[] {
  return Array.from({ length }, (_, time) =>
    components.reduce((sum, component) => sum + component.overTime.mean[time]!, 0),
  );
}

function part(label: string, color: string, total: Estimate, overTime: SeriesEstimate): Part {
  return { label, color, total: total.mean, interval94: total.interval94, mean: overTime.mean };
}

/** A color again, lighter each time: members of a group beside each other are told apart. */
function shaded(color: string, index: number): string {
  const opacity = Math.max(0.4, 1 - 0.25 * index);
  return index === 0 ? color : `${color}${Math.round(255 * opacity).toString(16)}`;
}

/** Baseline first, then what moves it, then the channels in the order of the spec. */
export function parts(evaluation: Evaluation, theme: ChartTheme): readonly Part[] {
  const others = groups.flatMap((group): readonly Part[] => {
    const members = evaluation.components.filter((component) => component.group === group);
    const color = groupColor(theme, group);
    const [only] = members;
    if (only === undefined) return [];
    if (group === "treatments" || group === "organic") {
      return members.map(({ name, total, overTime }, index) =>
        part(displayName(name), shaded(color, index), total, overTime),
      );
    }
    if (members.length === 1) return [part(groupLabels[group], color, only.total, only.overTime)];
    return [
      {
        label: groupLabels[group],
        color,
        total: members.reduce((sum, member) => sum + member.total.mean, 0),
        interval94: null,
        mean: sumOverTime(members, evaluation.dates.length),
      },
    ];
  });
  const labels = channelLabels(evaluation);
  const media = evaluation.channels.map((channel, index) =>
    part(labels[index]!, channelColor(theme, index), channel.contribution, channel.overTime),
  );
  return [...others, ...media];
}
