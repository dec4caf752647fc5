// The model a customer gets: frozen scales, calendar terms, holidays, normalized adstock, priors stated in ROI.
import { divide, element, GraphBuilder, multiply, type Node, sum } from "@carryover/engine";
import type { Panel } from "../data/panel.ts";
import { holidayColumns, rowColumn, weekdayEffectColumns, yearlyColumns } from "../design/columns.ts";
import type { LinearEffect } from "./effects.ts";
import { declareChannels, transformed, transformParameters } from "./media-effect.ts";
import { type ComponentNode, type Exposure, exposureOf, linearEffect, type ModelGraph, total } from "./model-graph.ts";
import { priorDistribution } from "./priors.ts";
import type { ModelSpec } from "./spec.ts";

/**
 *   kpi/scale = intercept + trend + yearly season + day of week + holidays + controls + Σ_m roi_m · c_m · s_m(t) + noise
 *
 * s_m is the channel's adstocked, saturated exposure; c_m = spend_m / (scale · Σ_t revenuePerKpi · s_m(t)) over the training
 * panel, so that roi_m is money brought per money spent there, whatever the curve. Specification: docs/models.md.
 */
export function defaultGraph(panel: Panel, spec: ModelSpec, exposure: Exposure): ModelGraph {
  const graph = new GraphBuilder();
  const { scales } = spec;
  declareChannels(graph, spec.channels);
  const effects = linearEffects(panel, spec).map((effect) => linearEffect(graph, effect));
  const parameters = transformParameters(graph, spec);
  const roi = graph.parameter("roi", {
    prior: spec.channels.map((channel) => priorDistribution(channel.priors.roi, `channel "${channel.name}", roi`)),
    dims: ["channel"],
  });
  const noise = graph.parameter("sigma", { prior: priorDistribution(spec.noise, "sigma") });

  const geos = panel.geos.length;
  const reference = exposureOf(panel);
  const saturate = (series: Exposure, index: number): Node => {
    const scaled = series[index].map((value) => value / scales.media[index]);
    return transformed(graph, spec.channels[index], graph.constant(scaled), parameters, geos);
  };
  const revenuePerKpi = graph.constant(panel.kpi.revenuePerKpi);
  const isMoney = panel.kpi.revenuePerKpi.every((value) => value === 1);
  const media = spec.channels.map((channel, index): ComponentNode => {
    const trained = saturate(reference, index);
    const planned = exposure[index] === reference[index] ? trained : saturate(exposure, index);
    const worth = graph.apply(sum, isMoney ? trained : graph.apply(multiply, trained, revenuePerKpi));
    const spend = graph.apply(
      multiply,
      graph.apply(element(index), roi),
      graph.constant(scales.spend[index] / scales.kpi),
    );
    const coefficient = graph.apply(divide, spend, worth);
    return { name: channel.name, group: "media", node: graph.apply(multiply, planned, coefficient) };
  });
  const components = [...effects, ...media];
  const expected = total(
    graph,
    components.map(({ node }) => node),
  );
  graph.observeNormal({
    name: panel.kpi.name,
    values: panel.kpi.values.map((value) => value / scales.kpi),
    mean: expected,
    sd: noise,
  });
  return { graph, expected, unit: scales.kpi, noise, components };
}

function linearEffects(panel: Panel, spec: ModelSpec): LinearEffect[] {
  const { seasonality, trend, holidays, scales } = spec;
  const size = panel.geos.length * panel.dates.length;
  const effects: LinearEffect[] = [
    {
      variable: "intercept",
      component: "baseline",
      group: "baseline",
      columns: [new Float64Array(size).fill(1)],
      priors: [spec.intercept],
    },
  ];
  if (trend.kind === "linear") {
    // From −½ on the first day of training to ½ on the last: the coefficient is the rise over the training window.
    const rows = rowColumn(panel);
    const { trainedPeriods } = scales;
    effects.push({
      variable: "trend",
      component: "trend",
      group: "trend",
      columns: [rows.map((row) => row / Math.max(1, trainedPeriods - 1) - 0.5)],
      priors: [trend.prior],
    });
  }
  const add = (
    effect: Omit<LinearEffect, "columns" | "dimension" | "priors">,
    dimension: string,
    { labels, columns }: { readonly labels: readonly string[]; readonly columns: readonly Float64Array[] },
    prior: (label: string) => LinearEffect["priors"][number],
  ): void => {
    if (labels.length === 0) return;
    effects.push({ ...effect, dimension: { name: dimension, labels }, columns, priors: labels.map(prior) });
  };
  add(
    { variable: "yearly", component: "yearly season", group: "seasonality" },
    "fourier",
    yearlyColumns(panel, seasonality.yearlyOrder, seasonality.anchor),
    () => seasonality.prior,
  );
  if (seasonality.dayOfWeek) {
    add(
      { variable: "day_of_week", component: "day of week", group: "seasonality" },
      "weekday",
      weekdayEffectColumns(panel),
      () => seasonality.dayOfWeekPrior,
    );
  }
  if (holidays.country !== null) {
    add(
      { variable: "holiday", component: "holidays", group: "holidays" },
      "holiday_name",
      holidayColumns(panel, holidays.country),
      () => holidays.prior,
    );
  }
  add(
    { variable: "control", component: "controls", group: "controls" },
    "control_name",
    {
      labels: panel.controls.map((control) => control.name),
      columns: panel.controls.map(({ values }, index) => {
        const { center, scale } = scales.controls[index];
        return values.map((value) => (value - center) / scale);
      }),
    },
    (label) => spec.controls[label],
  );
  return effects;
}
