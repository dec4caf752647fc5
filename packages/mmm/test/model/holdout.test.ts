import { describe, expect, test } from "vitest";
import type { Panel } from "../../src/data/panel.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { createPosterior } from "../../src/posterior.ts";
import { geoWorld } from "../support/geo-panel.ts";
import { smallWorld } from "../support/small-panel.ts";

/** The panel with other KPI values in these cells. */
function withKpi(panel: Panel, cells: readonly number[], value: number): Panel {
  const values = panel.kpi.values.map((each, cell) => (cells.includes(cell) ? value : each));
  return { ...panel, kpi: { ...panel.kpi, values } };
}

const kinds: readonly Record<string, unknown>[] = [
  {},
  { kind: "adelon" },
  { kind: "pymc-marketing" },
  { kind: "default", likelihood: "student-t" },
  { kind: "default", likelihood: "log-normal" },
];

describe.each(kinds)("with cells held out of %o", (model) => {
  const { panel, config } = smallWorld(model);
  const holdout = Array.from({ length: 20 }, (_, index) => 60 + index);

  test("no scale, no prior and no density has seen their KPI: it may as well be missing", () => {
    const missing = withKpi(panel, holdout, Number.NaN);
    const spec = resolveSpec(panel, config, { holdout });
    expect(resolveSpec(missing, config, { holdout })).toEqual(spec);
    const position = new Float64Array(createPosterior({ panel, spec }).dim).fill(0.1);
    const gradient = new Float64Array(position.length);
    const density = createPosterior({ panel: missing, spec }).evaluate(position, gradient);
    expect(Number.isFinite(density)).toBe(true);
    expect(density).toBe(createPosterior({ panel, spec }).evaluate(position, new Float64Array(position.length)));
  });

  test("their media still carry over into what follows", () => {
    const spec = resolveSpec(panel, config, { holdout });
    const louder: Panel = {
      ...panel,
      media: panel.media.map((series) => {
        const exposure = series.exposure.map((value, cell) => (cell === 79 ? value + 500 : value));
        return { ...series, exposure, spend: exposure };
      }),
    };
    const position = new Float64Array(createPosterior({ panel, spec }).dim).fill(0.1);
    const density = (of: Panel): number =>
      createPosterior({ panel: of, spec }).evaluate(position, new Float64Array(position.length));
    expect(density(louder)).not.toBe(density(panel));
  });
});

test("geos too: without a population their sizes are those of the periods that were seen", () => {
  const { panel, config } = geoWorld({}, { population: false });
  const periods = panel.dates.length;
  const holdout = panel.geos.flatMap((_, geo) => [geo * periods + 3, geo * periods + 4]);
  const spec = resolveSpec(panel, config, { holdout });
  const missing = withKpi(panel, holdout, Number.NaN);
  expect(resolveSpec(missing, config, { holdout })).toEqual(spec);
  const { dim } = createPosterior({ panel, spec });
  const density = createPosterior({ panel: missing, spec }).evaluate(new Float64Array(dim), new Float64Array(dim));
  expect(Number.isFinite(density)).toBe(true);
});

test("cells that the panel lacks, or all of them, cannot be held out", () => {
  const { panel, config } = smallWorld();
  expect(() => resolveSpec(panel, config, { holdout: [140] })).toThrow("held-out cell 140 of a panel of 140 cells");
  expect(() => resolveSpec(panel, config, { holdout: Array.from({ length: 140 }, (_, cell) => cell) })).toThrow(
    "every cell is held out",
  );
});
