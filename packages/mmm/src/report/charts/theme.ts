// Colors of charts, light and dark. A channel's color is its place in the spec, for ever; everything that is not media is gray.

export interface ChartTheme {
  readonly name: "light" | "dark";
  readonly surface: string;
  readonly text: string;
  readonly muted: string;
  readonly axis: string;
  readonly grid: string;
  /** What was measured: observed KPI, true values. */
  readonly observed: string;
  /** What the model says, where no channel is meant. */
  readonly model: string;
  readonly baseline: string;
  readonly trend: string;
  readonly seasonality: string;
  readonly holidays: string;
  readonly controls: string;
  readonly treatments: string;
  readonly organic: string;
  /** Sixteen: eight told apart by color-blind readers, then the same eight paler. */
  readonly channels: readonly string[];
  /** Chains of a trace, told apart by lightness. */
  readonly chains: readonly string[];
}

/** Mixes `share` of a second color into the first, both `#rrggbb`. */
function mixed(color: string, other: string, share: number): string {
  const channel = (text: string, at: number): number => Number.parseInt(text.slice(at, at + 2), 16);
  const mix = [1, 3, 5].map((at) => Math.round((1 - share) * channel(color, at) + share * channel(other, at)));
  return `#${mix.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

function sixteen(eight: readonly string[], surface: string): readonly string[] {
  return [...eight, ...eight.map((color) => mixed(color, surface, 0.45))];
}

/** Contrast with the surface ≥ 3 and OKLab distance ≥ 0.08 also under simulated color blindness: test/report/charts/theme.test.ts. */
const lightEight = ["#3b6fd4", "#da7a30", "#25664a", "#b5488c", "#4d1488", "#1e9fca", "#786f08", "#5c0a36"] as const;
const darkEight = ["#6992f9", "#fb9d30", "#7fcfa6", "#c0709a", "#8a55c4", "#9deefa", "#e5da75", "#b8474a"] as const;

export const lightTheme: ChartTheme = {
  name: "light",
  surface: "#ffffff",
  text: "#1b1f27",
  muted: "#5a6270",
  axis: "#98a0ac",
  grid: "#e6e9ee",
  observed: "#11151c",
  model: "#2c6e9b",
  baseline: "#b9c0ca",
  trend: "#959fad",
  seasonality: "#d6dce3",
  holidays: "#5f6876",
  controls: "#7c8694",
  treatments: "#6d7a94",
  organic: "#7f9488",
  channels: sixteen(lightEight, "#ffffff"),
  chains: ["#16324f", "#3d7ea6", "#74b3ce", "#7d7a96", "#a7a3bd", "#49516f"],
};

export const darkTheme: ChartTheme = {
  name: "dark",
  surface: "#171a21",
  text: "#e9ecf2",
  muted: "#a5adba",
  axis: "#6b7482",
  grid: "#2a2f39",
  observed: "#f5f7fb",
  model: "#63b0e0",
  baseline: "#4d5561",
  trend: "#6c7683",
  seasonality: "#3a424d",
  holidays: "#a9b2bf",
  controls: "#8891a0",
  treatments: "#7a8aa0",
  organic: "#93a58f",
  channels: sixteen(darkEight, "#171a21"),
  chains: ["#e2eefb", "#8fc3e8", "#4f97c4", "#b9b4d6", "#8580a6", "#6d7fa8"],
};

/** The color of the channel at `index` of the spec; after sixteen the colors come round again. */
export function channelColor(theme: ChartTheme, index: number): string {
  return theme.channels[index % theme.channels.length]!;
}

/** The gray of a component that is not media. */
export function groupColor(
  theme: ChartTheme,
  group: "baseline" | "trend" | "seasonality" | "holidays" | "controls" | "treatments" | "organic",
): string {
  return theme[group];
}
