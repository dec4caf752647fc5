// Where the curves of an exported Robyn model bend: the file holds shares of the adstocked media, not amounts.
import {
  type ModelSpec,
  type Panel,
  robynGeometricAdstock,
  robynWeibullCdfAdstock,
  robynWeibullPdfAdstock,
} from "@carryover/mmm";
import type { RobynExport } from "./robyn-export.ts";
import type { RobynNames } from "./robyn-settings.ts";

/**
 * By series, in money for paid ones: first as the share between the least and the greatest adstocked value of the window, the
 * rule up to 3.11; then as the share of the greatest, the rule since.
 */
export function inflexions(
  exported: RobynExport,
  panel: Panel,
  spec: ModelSpec,
  { hyperparametersOf }: RobynNames,
): Record<string, number>[] {
  const { from, to } = spec.robyn?.window ?? { from: 0, to: panel.dates.length };
  const series = [
    ...panel.media.map(({ name, exposure }, index) => ({
      name,
      values: exposure.map((value) => value / (spec.scales.media[index] ?? 1)),
    })),
    ...(panel.organic ?? []).map(({ name, exposure }) => ({ name, values: exposure })),
  ].map(({ name, values }) => {
    const [gamma = 1, theta = 0, shape = 0, scale = 0] = hyperparametersOf(name, [
      "gammas",
      "thetas",
      "shapes",
      "scales",
    ]);
    const window = adstocked(exported.adstock, values, { theta, shape, scale }).subarray(from, to);
    return { name, gamma, least: Math.min(...window), greatest: Math.max(...window) };
  });
  return [
    Object.fromEntries(
      series.map(({ name, gamma, least, greatest }) => [name, least * (1 - gamma) + greatest * gamma]),
    ),
    Object.fromEntries(series.map(({ name, gamma, greatest }) => [name, greatest * gamma])),
  ];
}

function adstocked(
  kind: RobynExport["adstock"],
  values: Float64Array,
  { theta, shape, scale }: Readonly<Record<"theta" | "shape" | "scale", number>>,
): Float64Array {
  switch (kind) {
    case "geometric":
      return robynGeometricAdstock(values, theta).adstocked;
    case "weibull-cdf":
      return robynWeibullCdfAdstock(values, shape, scale).adstocked;
    case "weibull-pdf":
      return robynWeibullPdfAdstock(values, shape, scale).adstocked;
  }
}
