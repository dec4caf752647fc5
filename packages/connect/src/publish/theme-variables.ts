// Chart colors as CSS variables: one drawing serves light and dark, because its colors are looked up by the page.
import { type ChartTheme, lightTheme } from "@carryover/mmm";

/** Variable name → color; the same names for every theme. */
export function themeVariables(theme: ChartTheme): ReadonlyMap<string, string> {
  const { name: _, channels, chains, ...single } = theme;
  return new Map([
    ...Object.entries(single).map(([name, color]) => [`--${name}`, color] as const),
    ...channels.map((color, index) => [`--channel-${index + 1}`, color] as const),
    ...chains.map((color, index) => [`--chain-${index + 1}`, color] as const),
  ]);
}

/** `--text:#1b1f27;--muted:…` for a style rule. */
export function themeDeclarations(theme: ChartTheme): string {
  return [...themeVariables(theme)].map(([name, color]) => `${name}:${color}`).join(";");
}

const variableOfColor: ReadonlyMap<string, string> = new Map(
  [...themeVariables(lightTheme)].map(([name, color]) => [color.toLowerCase(), name]),
);

/** Replaces every color of the light theme in a drawing by its variable. The light theme's colors are all different. */
export function withVariables(svg: string): string {
  return svg.replace(/#[0-9a-f]{6}\b/gi, (color) => {
    const name = variableOfColor.get(color.toLowerCase());
    return name === undefined ? color : `var(${name})`;
  });
}
