// The judgment of every kind of model, likelihood and panel there is: it answers, in plain data, for each.
import { describe, expect, test } from "vitest";
import { evaluate } from "../../src/analysis/evaluate.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { assessTrust } from "../../src/trust/assess-trust.ts";
import { placeboModel, placeboResult } from "../../src/trust/placebo.ts";
import { priorFit } from "../../src/trust/prior-draws.ts";
import { isPlainData } from "../report/make-evaluation.ts";
import { geoWorld } from "../support/geo-panel.ts";
import { smallWorld } from "../support/small-panel.ts";

const sampling = { warmup: 0, seed: 1, targetAccept: 0.9 };
const draws = 40;

const worlds = {
  default: () => smallWorld({}, 56),
  "Student's t": () => smallWorld({ likelihood: "student-t" }, 56),
  "log-normal": () => smallWorld({ likelihood: "log-normal" }, 56),
  "the seed's": () => smallWorld({ kind: "adelon" }, 56),
  "PyMC-Marketing's": () => smallWorld({ kind: "pymc-marketing" }, 56),
  "a drifting baseline": () => smallWorld({ time_varying: { intercept: {} } }, 56),
  "several geos": () => geoWorld({ geos: 3, periods: 40 }),
};

describe.each(Object.entries(worlds))("%s", (_name, world) => {
  const { panel, config } = world();
  const spec = resolveSpec(panel, config);
  const fit = priorFit(panel, spec, draws, 5);

  test("is judged, and a fit to its own prior is not to be trusted", () => {
    const report = assessTrust(fit, evaluate(fit, { sampling }), { draws });
    expect(isPlainData(report)).toBe(true);
    expect(report.verdict).toBe("fail");
    expect(report.channels).toHaveLength(spec.channels.length);
    const contraction = report.checks.find(({ id }) => id === "contraction");
    for (const { value } of contraction?.numbers ?? []) {
      // The variance of 40 draws is known to 23 %, of a heavy tail less: three of these.
      if (value !== null) expect(value).toBeLessThan(0.7);
    }
    const sentences = report.checks.flatMap(({ reason, remedy }) => [reason, remedy ?? ""]);
    expect(sentences.filter((text) => /NaN|undefined|Infinity/.test(text))).toEqual([]);
  });
});

test.each(["PyMC-Marketing's", "several geos"] as const)("%s takes a placebo", (name) => {
  const { panel, config } = worlds[name]();
  const model = placeboModel({ panel, spec: resolveSpec(panel, config) }, 3);
  const result = placeboResult(priorFit(model.panel, model.spec, draws, 5), model, 0.9);
  expect(result.lower).toBeLessThanOrEqual(result.upper);
  expect(result.factor).toBeGreaterThan(0);
});
