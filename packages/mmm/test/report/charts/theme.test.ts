// Colors that can be told apart, by color-blind readers too, on either background.
import { describe, expect, test } from "vitest";
import { type ChartTheme, channelColor, darkTheme, groupColor, lightTheme } from "../../../src/report/charts/theme.ts";

type Triple = readonly [number, number, number];

function linear(color: string): Triple {
  return [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as unknown as Triple;
}

function luminance([red, green, blue]: Triple): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [high, low] = [luminance(linear(one)), luminance(linear(other))].sort((left, right) => right - left);
  return (high + 0.05) / (low + 0.05);
}

/** OKLab (Ottosson, 2020) of linear sRGB. */
function perceived([red, green, blue]: Triple): Triple {
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** Dichromacy at full strength, Machado et al. (2009), on linear sRGB. */
const visions: Readonly<Record<string, readonly number[]>> = {
  full: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritan: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};

function seen(color: string, matrix: readonly number[]): Triple {
  const source = linear(color);
  const clipped = [0, 1, 2].map((row) => {
    const value = [0, 1, 2].reduce((sum, column) => sum + matrix[3 * row + column] * source[column], 0);
    return Math.min(1, Math.max(0, value));
  });
  return perceived(clipped as unknown as Triple);
}

describe.each([lightTheme, darkTheme])("$name", (theme: ChartTheme) => {
  test.each(Object.entries(visions))("the first eight channels differ for %s vision", (_, matrix) => {
    const colors = theme.channels.slice(0, 8).map((color) => seen(color, matrix));
    for (const [index, color] of colors.entries()) {
      for (const other of colors.slice(0, index)) {
        expect(Math.hypot(...color.map((part, axis) => part - other[axis]))).toBeGreaterThanOrEqual(0.08);
      }
    }
  });

  test("the first eight stand out from the surface, text is readable on it", () => {
    // WCAG 2.2: 3 for graphics (1.4.11), 4.5 for text (1.4.3).
    for (const color of theme.channels.slice(0, 8)) expect(contrast(color, theme.surface)).toBeGreaterThanOrEqual(3);
    for (const color of [theme.text, theme.muted]) expect(contrast(color, theme.surface)).toBeGreaterThanOrEqual(4.5);
  });

  test("every color is used once, so that a drawing's colors can be looked up", () => {
    const { name: _, channels, chains, ...single } = theme;
    const colors = [...Object.values(single), ...channels, ...chains];
    for (const color of colors) expect(color).toMatch(/^#[0-9a-f]{6}$/);
    expect(new Set(colors).size).toBe(colors.length);
  });
});

test("a channel's color is its place in the spec, whatever the other channels", () => {
  expect(channelColor(lightTheme, 3)).toBe(lightTheme.channels[3]);
  expect(channelColor(lightTheme, 16)).toBe(lightTheme.channels[0]);
  expect(groupColor(darkTheme, "baseline")).toBe(darkTheme.baseline);
});
