import { GraphBuilder, GraphEvaluator } from "@carryover/engine";
import { describe, expect, test } from "vitest";
import type { Panel } from "../../src/data/panel.ts";
import { type AdstockSpec, adstockParameters } from "../../src/media/adstock.ts";
import { saturationParameters } from "../../src/media/saturation.ts";
import { type TransformParameters, transformed } from "../../src/model/media-effect.ts";
import { carriedPeriods } from "../../src/model/media-history.ts";
import {
  exposureInput,
  frequencyInput,
  historyInput,
  type PlannedExposure,
  scaledMedia,
  scaledOrganic,
} from "../../src/model/model-graph.ts";
import type { ChannelSpec } from "../../src/model/spec.ts";
import { adstockKinds } from "../support/transform-kinds.ts";

const geos = 3;
const [past, periods] = [7, 9];
const parameterValues: Readonly<Record<string, number>> = {
  retention: 0.6,
  peakDelay: 1.5,
  shape: 1.4,
  scale: 2.5,
  halfSaturation: 0.8,
  slope: 1.3,
};

const series = (length: number, start: number): Float64Array =>
  Float64Array.from({ length }, (_, index) => Math.max(0, 2 + 2 * Math.sin(1.3 * index + start)));

/** Columns [from, to) of (geo, all). */
function columns(values: Float64Array, all: number, from: number, to: number): Float64Array {
  return Float64Array.from(
    Array.from({ length: geos }, (_, geo) => Array.from(values.subarray(geo * all + from, geo * all + to))).flat(),
  );
}

const all = past + periods;
const exposure = series(geos * all, 0);
const frequency = series(geos * all, 2).map((value) => value + 1);

function panelOf(from: number, history: boolean): Panel {
  const length = all - from;
  const media = { exposure: columns(exposure, all, from, all), frequency: columns(frequency, all, from, all) };
  const before = { exposure: columns(exposure, all, 0, from), frequency: columns(frequency, all, 0, from) };
  return {
    frequency: "weekly",
    dates: Array.from({ length }, (_, index) => `week ${from + index}`),
    geos: ["a", "b", "c"],
    population: new Float64Array(geos).fill(1),
    kpi: {
      name: "kpi",
      kind: "revenue",
      values: new Float64Array(geos * length),
      revenuePerKpi: new Float64Array(geos * length).fill(1),
    },
    media: [{ name: "tv", spend: media.exposure, ...media }],
    organic: [{ name: "mail", ...media }],
    controls: [],
    ...(history ? { history: { periods: from, media: [before], organic: [before] } } : {}),
    currency: "USD",
    digest: "0",
  };
}

/** Of each geo another: the history must be divided by the geo's own. */
const divisorsOf = ({ dates }: Panel): Float64Array =>
  Float64Array.from({ length: geos * dates.length }, (_, cell) => 1 + Math.floor(cell / dates.length));

function channelOf(adstock: AdstockSpec, more: Partial<ChannelSpec> = {}): ChannelSpec {
  return { name: "tv", adstock, saturation: { kind: "hill" }, order: "adstock-first", priors: {}, ...more };
}

function effect(
  panel: Panel,
  channel: ChannelSpec,
  planned: PlannedExposure | "organic" = panel.media[0] && { exposure: [panel.media[0].exposure] },
  inputs: Readonly<Record<string, Float64Array>> = {},
): Float64Array {
  const graph = new GraphBuilder();
  const of = { index: 0, channel, divisors: divisorsOf(panel) };
  const scaled = planned === "organic" ? scaledOrganic(graph, panel, of) : scaledMedia(graph, panel, planned, of);
  const names = [...adstockParameters(channel.adstock), ...saturationParameters(channel.saturation)];
  const parameters: TransformParameters = new Map(
    names.map((name) => [name, new Map([[channel.name, graph.constant(parameterValues[name])]])]),
  );
  const node = transformed(graph, channel, scaled, parameters, geos);
  expect(node.length).toBe(geos * panel.dates.length);
  const evaluator = new GraphEvaluator(graph, [node]);
  for (const [name, values] of Object.entries(inputs)) evaluator.set(name, values);
  evaluator.forward();
  return evaluator.value(node).slice();
}

const adstocks = adstockKinds.flatMap((kind): AdstockSpec[] =>
  kind === "none"
    ? [{ kind }]
    : [
        { kind, window: 4, normalize: true },
        { kind, window: 13, normalize: false },
        ...(kind === "geometric" ? [{ kind, window: null, normalize: true } as const] : []),
      ],
);
const shapes: Readonly<Record<string, Partial<ChannelSpec>>> = {
  "adstock first": {},
  "saturation first": { order: "saturation-first" },
  "reach and frequency": { frequencyScale: 2 },
};

describe.each(Object.entries(shapes))("%s", (_, shape) => {
  test.each(adstocks)("a panel with its history is the later part of the long panel: $kind, window $window", (spec) => {
    const channel = channelOf(spec, shape);
    const whole = effect(panelOf(0, false), channel);
    const later = Array.from(columns(whole, all, past, all));
    const short = panelOf(past, true);
    const close = (values: Float64Array): void =>
      values.forEach((value, cell) => {
        // The window is summed in another order.
        expect(value).toBeCloseTo(later[cell], 12);
      });
    close(effect(short, channel));
    close(effect(short, channel, "organic"));
    const asked = {
      [exposureInput("tv")]: short.media[0].exposure,
      ...(channel.frequencyScale === undefined
        ? {}
        : { [frequencyInput("tv")]: short.media[0].frequency as Float64Array }),
      ...(carriedPeriods(short, spec) === 0 ? {} : { [historyInput("tv")]: Float64Array.of(1) }),
    };
    close(effect(short, channel, "asked", asked));
  });

  test("without its share of the history nothing carries over into the panel", () => {
    const channel = channelOf({ kind: "geometric", window: 13, normalize: true }, shape);
    const short = panelOf(past, true);
    const plain = Array.from(effect(panelOf(past, false), channel));
    const plan = { exposure: [short.media[0].exposure], history: [0] };
    effect(short, channel, plan).forEach((value, cell) => {
      expect(value).toBeCloseTo(plain[cell], 12);
    });
    expect(Array.from(effect(short, channel))).not.toEqual(plain);
  });
});

test("no more of the history is carried than the window reaches back to", () => {
  const panel = panelOf(past, true);
  expect(carriedPeriods(panel, { kind: "none" })).toBe(0);
  expect(carriedPeriods(panel, { kind: "geometric", window: 4, normalize: true })).toBe(3);
  expect(carriedPeriods(panel, { kind: "geometric", window: 100, normalize: true })).toBe(past);
  expect(carriedPeriods(panel, { kind: "geometric", window: null, normalize: true })).toBe(past);
  expect(carriedPeriods(panelOf(past, false), { kind: "geometric", window: null, normalize: true })).toBe(0);
});

test("a history that lacks one of the panel's series is refused", () => {
  const panel = panelOf(past, true);
  const lacking = { ...panel, history: { periods: past, media: [], organic: [] } };
  const channel = channelOf({ kind: "geometric", window: 4, normalize: true });
  expect(() => effect(lacking, channel)).toThrow("the panel's history lacks a series");
  expect(() => effect({ ...panel, organic: [] }, channel, "organic")).toThrow('no organic channel "tv"');
});
