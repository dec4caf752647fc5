// The evaluation of a model over geos, against the model's own outcomes: every fast path equals its definition.
import { compile, type Draws, elementCount, openStream } from "@carryover/engine";
import { beforeAll, describe, expect, test } from "vitest";
import { contributionByRemoval } from "../../src/analysis/contributions.ts";
import { evaluate } from "../../src/analysis/evaluate.ts";
import type { Evaluation } from "../../src/analysis/evaluation.ts";
import { observedPlan } from "../../src/analysis/media-plan.ts";
import { metrics } from "../../src/analysis/metrics.ts";
import { marginalRoasDraws } from "../../src/analysis/roas.ts";
import { evaluationTables } from "../../src/analysis/tables.ts";
import { totals } from "../../src/analysis/totals.ts";
import type { Fit } from "../../src/fit.ts";
import { fitFromDraws } from "../../src/frameworks/bayesian/fit-from-draws.ts";
import { buildModel } from "../../src/model/build-model.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { geoWorld } from "../support/geo-panel.ts";

const geos = 3;
const periods = 70;
const kept = 12;
const { panel, config } = geoWorld({ geos, periods });
const spec = resolveSpec(panel, config);

/** Draws of the prior, the integrated block given the data: what is true of any draws needs no sampling. */
function priorDraws(): Draws {
  const posterior = compile(buildModel(panel, spec).graph);
  const stream = openStream({ seed: 11, chain: 0, purpose: "initial" });
  const records = Array.from({ length: kept }, () => {
    const record = new Float64Array(posterior.recordLength);
    posterior.record(posterior.initialPosition(stream), stream, record);
    return record;
  });
  return {
    chains: 2,
    draws: kept / 2,
    coordinates: posterior.coordinates,
    variables: posterior.variables.map(({ name, dims, shape, offset }) => ({
      name,
      dims,
      shape,
      values: Float64Array.from(
        records.flatMap((record) => [...record.subarray(offset, offset + elementCount(shape))]),
      ),
    })),
    statistics: {
      logDensity: new Float64Array(kept),
      acceptanceRate: new Float64Array(kept).fill(0.9),
      divergent: new Uint8Array(kept),
      energy: Float64Array.from({ length: kept }, (_, draw) => draw % 3),
      energyError: new Float64Array(kept),
      stepSize: new Float64Array(kept).fill(0.1),
      treeDepth: new Uint8Array(kept).fill(4),
      leapfrogs: new Uint32Array(kept).fill(15),
      depthSaturated: new Uint8Array(kept),
    },
  };
}

describe("a fit over geos", () => {
  let fit: Fit;
  let evaluation: Evaluation;
  beforeAll(() => {
    const facts = { interrupted: false, timings: { samplingSeconds: 1, gradientEvaluations: 1 } };
    fit = fitFromDraws(panel, spec, priorDraws(), facts);
    evaluation = evaluate(fit, { sampling: { warmup: 1, seed: 1, targetAccept: 0.9 } });
  });

  test("a channel's contribution in a geo is the outcome there less the outcome without the channel", () => {
    evaluation.channels.forEach(({ name }, channel) => {
      const perGeo = totals(contributionByRemoval(fit, channel), periods); // (draw, geo)
      panel.geos.forEach((geo, g) => {
        const mean = perGeo.reduce((sum, value, index) => sum + (index % geos === g ? value / kept : 0), 0);
        const found = evaluation.byGeo?.geos[g].channels[channel];
        expect(found?.name).toBe(name);
        expect(evaluation.byGeo?.geos[g].name).toBe(geo);
        expect((found?.contribution.mean ?? Number.NaN) / mean).toBeCloseTo(1, 8);
        expect(found?.roas.mean).toBeCloseTo(mean / (found?.spend ?? 0), 8);
      });
    });
  });

  test("what the geos' contributions and spend sum to is the channel's", () => {
    evaluation.channels.forEach((channel, index) => {
      const parts = (evaluation.byGeo?.geos ?? []).map(({ channels }) => channels[index]);
      expect(parts.reduce((sum, { spend }) => sum + spend, 0)).toBeCloseTo(channel.spend, 4);
      const contribution = parts.reduce((sum, part) => sum + part.contribution.mean, 0);
      expect(contribution / channel.contribution.mean).toBeCloseTo(1, 10);
    });
  });

  test("the national ROAS of every draw is its ROI parameter", () => {
    const roi = fit.draws.variables.find(({ name }) => name === "roi")?.values ?? new Float64Array(0);
    evaluation.channels.forEach(({ roas }, channel) => {
      const mean = roi.reduce((sum, value, index) => sum + (index % 3 === channel ? value / kept : 0), 0);
      expect(roas.mean).toBeCloseTo(mean, 8);
    });
  });

  test("the fast marginal ROAS is that of the definition", () => {
    const expected = fit.outcome(observedPlan(panel)).values;
    evaluation.channels.forEach(({ marginalRoas }, channel) => {
      const slow = marginalRoasDraws(fit, channel, expected, kept).reduce((sum, value) => sum + value / kept, 0);
      // Differences of outcomes near 1e9 in all, divided by 1 % of spend near 1e8: 1e-16 · 1e9 / 1e6 and what sums add.
      expect(Math.abs(marginalRoas.mean - slow)).toBeLessThan(1e-6 * Math.max(1, slow));
    });
  });

  test("the response curve is the outcome of spending the same every week, divided among geos as it was", () => {
    const plan = observedPlan(panel);
    evaluation.channels.forEach(({ responseCurve, spend }, channel) => {
      const point = responseCurve[20];
      const steady = (perWeek: number): Float64Array =>
        fit.outcome({
          exposure: plan.exposure.map((own, index) => {
            if (index !== channel) return own;
            const share = panel.geos.map(
              (_, geo) =>
                own.subarray(geo * periods, (geo + 1) * periods).reduce((sum, value) => sum + value, 0) / spend,
            );
            return own.map((_value, cell) => perWeek * share[Math.floor(cell / periods)]);
          }),
        }).values;
      const [some, none] = [steady(point.spendPerPeriod), steady(0)];
      let gain = 0;
      // The last week of every geo: 13 weeks of carryover are full by then.
      for (let cell = periods - 1; cell < some.length; cell += periods) gain += (some[cell] - none[cell]) / kept;
      expect(gain / point.mean).toBeCloseTo(1, 8);
    });
  });

  test("a geo's noise is in proportion to its size, and the pointwise likelihood uses it", () => {
    const noise = fit.noise(); // (draw, geo)
    const sizes = spec.geo?.sizes ?? [];
    for (let draw = 0; draw < kept; draw += 1) {
      sizes.forEach((size, geo) => {
        expect(noise[draw * geos + geo] / noise[draw * geos] / (size / sizes[0])).toBeCloseTo(1, 10);
      });
    }
    const logLikelihood = fit.pointwiseLogLikelihood();
    const outcome = fit.outcome(observedPlan(panel)).values;
    const cells = geos * periods;
    for (const index of [0, cells - 1, 5 * cells + periods + 3]) {
      const sd = noise[Math.floor(index / periods)];
      const z = (panel.kpi.values[index % cells] - outcome[index]) / sd;
      expect(logLikelihood[index]).toBeCloseTo(-0.5 * z * z - Math.log(sd) - 0.5 * Math.log(2 * Math.PI), 8);
    }
  });

  test("asked draw by draw it answers as when asked at once", () => {
    const all = fit.components()[0].values;
    const cells = geos * periods;
    expect(fit.components({ draws: Int32Array.of(7) })[0].values).toEqual(all.slice(7 * cells, 8 * cells));
  });

  test("errors are given over all observations, of the national sums, and by geo", () => {
    const { quality, byGeo } = evaluation;
    expect(metrics(evaluation).national).toEqual(byGeo?.national);
    expect(metrics(evaluation).r2).toBe(quality.r2);
    // Weighted by observations, all of equal number, the geos' MAPE is that of all.
    const mean = (byGeo?.geos ?? []).reduce((sum, { mape }) => sum + mape / geos, 0);
    expect(mean).toBeCloseTo(quality.mape, 10);
    const residual = evaluation.observed
      .map(Number)
      .map((value, t) => Math.abs(value - evaluation.predicted.mean[t]) / value);
    expect(byGeo?.national.mape).toBeCloseTo(
      residual.reduce((sum, value) => sum + value / periods, 0),
      10,
    );
  });

  test("the table by geo has a row for every channel in every geo, and national data have none", () => {
    const table = evaluationTables(evaluation).find(({ source }) => source === "channels_by_geo");
    expect(table?.rows).toBe(9);
    expect(table?.columns.slice(0, 2).map(({ cells }) => cells[4])).toEqual(["geo 02", "search"]);
    const { byGeo: _, ...national } = evaluation;
    expect(evaluationTables(national).map(({ source }) => source)).not.toContain("channels_by_geo");
  });
});
