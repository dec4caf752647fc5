import { compile, openStream } from "@carryover/engine";
import { describe, expect, test } from "vitest";
import type { Panel } from "../../src/data/panel.ts";
import { SpecError } from "../../src/errors.ts";
import { buildModel } from "../../src/model/build-model.ts";
import { daysFromWindow } from "../../src/model/event-effects.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { smallWorld } from "../support/small-panel.ts";

const event = { name: "launch", start: "2024-02-10", end: "2024-02-12" };

function problemsOf(model: Record<string, unknown>, events: readonly object[] = []): string[] {
  const { panel, config } = smallWorld(model, 140, { events });
  try {
    resolveSpec(panel, config);
  } catch (error) {
    if (error instanceof SpecError) return error.problems.map(({ found }) => found);
    throw error;
  }
  return [];
}

/** The gradient of the compiled posterior against its differences, at a draw from the prior. */
function expectGradient(panel: Panel, spec: ReturnType<typeof resolveSpec>): void {
  const posterior = compile(buildModel(panel, spec).graph);
  const position = posterior.initialPosition(openStream({ seed: 8, chain: 0, purpose: "initial" }));
  const gradient = new Float64Array(posterior.dim);
  expect(posterior.evaluate(position, gradient)).toSatisfy(Number.isFinite);
  const unused = new Float64Array(posterior.dim);
  gradient.forEach((slope, index) => {
    const at = (shift: number): number => posterior.evaluate(position.with(index, position[index] + shift), unused);
    const difference = (at(1e-5) - at(-1e-5)) / 2e-5;
    // Densities far from the data are large, 10⁵ and more, and differences as much less exact.
    const size = Math.abs(posterior.evaluate(position, unused));
    expect(Math.abs(slope - difference), `element ${index}`).toBeLessThan(
      2e-4 * (1 + Math.abs(difference)) + 1e-9 * size,
    );
  });
}

describe.each(["default", "pymc-marketing"])("the structure of model %s", (kind) => {
  const everything = {
    kind,
    changepoints: 3,
    time_varying: { intercept: { functions: 8 }, media: { sharing: "per-channel", functions: 6 } },
  };
  const events = [event, { ...event, name: "strike", shape: "asymmetric" }, { ...event, name: "sale", shape: "after" }];

  test.each(["normal", "student-t", "log-normal"])(
    "all of it at once under a %s likelihood has a right gradient",
    (likelihood) => {
      const { panel, config } = smallWorld({ ...everything, likelihood }, 140, { events });
      expectGradient(panel, resolveSpec(panel, config));
    },
  );

  test("counts under a negative binomial likelihood have a right gradient", () => {
    const { panel, config } = smallWorld({ ...everything, likelihood: "negative-binomial" }, 140, { events });
    const counts = { ...panel, kpi: { ...panel.kpi, values: panel.kpi.values.map(Math.round) } };
    expectGradient(counts, resolveSpec(counts, config));
  });

  test("the spec is plain data that survives JSON", () => {
    const { panel, config } = smallWorld({ ...everything, likelihood: "student-t" }, 140, { events });
    const spec = resolveSpec(panel, config);
    expect(JSON.parse(JSON.stringify(spec))).toEqual(spec);
  });
});

test("what enters linearly is integrated out: event effects and the drift of the default model's baseline", () => {
  const { panel, config } = smallWorld({ time_varying: { intercept: {} } }, 140, { events: [event] });
  const spec = resolveSpec(panel, config);
  const plain = smallWorld();
  const before = compile(buildModel(plain.panel, resolveSpec(plain.panel, plain.config)).graph).dim;
  // Amplitude and length scale of the drift, the width of the event.
  expect(compile(buildModel(panel, spec).graph).dim).toBe(before + 3);
  expect(spec.timeVarying?.intercept?.basis.functions).toBeGreaterThan(20);
});

test("the original's defaults for what varies: 200 functions over twice the window, unit exponential amplitude", () => {
  const { panel, config } = smallWorld({ kind: "pymc-marketing", time_varying: { media: {} } });
  const media = resolveSpec(panel, config).timeVarying?.media;
  expect(media).toMatchObject({
    covariance: "matern-52",
    sharing: "shared",
    basis: { center: 69.5, halfWidth: 139, functions: 200 },
    amplitude: { distribution: "exponential", rate: 1 },
    lengthscale: { distribution: "inverse-gamma", shape: 2.25, scale: 6.25 },
  });
});

test("evenly spaced changepoints divide the window; named ones stand at their dates, and the trend is linear", () => {
  const even = smallWorld({ kind: "pymc-marketing", changepoints: 3 }, 141);
  const spec = resolveSpec(even.panel, even.config);
  expect(spec.trend.kind).toBe("linear");
  expect(spec.changepoints?.rows).toEqual([35, 70, 105]);
  expect(spec.changepoints?.prior).toEqual({ distribution: "laplace", location: 0, scale: 0.25 });
  const named = smallWorld({ changepoints: ["2024-02-01"] });
  expect(resolveSpec(named.panel, named.config).changepoints).toMatchObject({ dates: ["2024-02-01"], rows: [31] });
});

test("an event's days are counted from the nearest day of each period", () => {
  const weeks = { frequency: "weekly" as const, geos: ["national"], dates: ["2024-01-01", "2024-01-08", "2024-01-15"] };
  expect([...daysFromWindow(weeks, { start: "2024-01-10", end: "2024-01-11" })]).toEqual([-3, 0, 4]);
});

describe("what is refused", () => {
  test("values a likelihood has no probability for", () => {
    expect(problemsOf({ likelihood: "negative-binomial" })).toEqual([
      expect.stringMatching(/takes counts: .* 140 values/),
    ]);
    const { panel, config } = smallWorld({ likelihood: "log-normal" });
    const zero = { ...panel, kpi: { ...panel.kpi, values: panel.kpi.values.with(5, 0) } };
    expect(() => resolveSpec(zero, config)).toThrow("values above 0; one value is not, the first 0 on 2024-01-06");
  });

  test("changepoints outside the data, or of no trend", () => {
    expect(problemsOf({ changepoints: ["2023-01-01"] })).toEqual([expect.stringMatching(/2023-01-01 is not between/)]);
    expect(problemsOf({ changepoints: 2, trend: "none" })).toEqual([expect.stringMatching(/leaves out/)]);
  });

  test("events that end before they start, lie outside the data or share a name", () => {
    expect(problemsOf({}, [{ ...event, end: "2024-02-01" }])).toEqual([expect.stringMatching(/before it starts/)]);
    expect(problemsOf({}, [{ ...event, start: "2025-02-01", end: "2025-02-01" }])).toEqual([
      expect.stringMatching(/outside the data/),
    ]);
    expect(problemsOf({}, [event, event])).toEqual([expect.stringMatching(/two events are called/)]);
  });

  test("priors that are none or reach too far, by their place in the configuration", () => {
    const negative = { distribution: "normal", mean: 0, sd: 1 };
    const { panel, config } = smallWorld({ time_varying: { media: { lengthscale: negative } } }, 140, {
      events: [{ ...event, width: negative }],
    });
    try {
      resolveSpec(panel, config);
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      expect(error.problems.map(({ path }) => path?.join("."))).toEqual([
        "model.time_varying.media.lengthscale",
        "events.0.width",
      ]);
    }
  });

  test("all of it by the seed's model", () => {
    const found = problemsOf(
      { kind: "adelon", changepoints: 2, likelihood: "student-t", time_varying: { intercept: {}, media: {} } },
      [event],
    );
    expect(found.map((each) => each.replace('model "adelon" has no choice of ', ""))).toEqual([
      "changepoints",
      "a varying intercept",
      "varying media",
      "likelihood",
      "events",
    ]);
  });
});
