// The outcome of a fit as a function of the plan: one graph whose inputs are the media, evaluated draw by draw.
import { type Draws, elementCount, GraphEvaluator, type Node } from "@carryover/engine";
import type { Panel } from "../../data/panel.ts";
import type { MediaPlan, OutcomeFunction } from "../../fit.ts";
import { buildModel } from "../../model/build-model.ts";
import { carriedPeriods } from "../../model/media-history.ts";
import { exposureInput, frequencyInput, frequencyOf, historyInput } from "../../model/model-graph.ts";
import { hasLogLink } from "../../model/observe.ts";
import type { ModelSpec } from "../../model/spec.ts";
import { unitOfCells } from "./kpi-units.ts";

export interface OutcomeSource {
  readonly panel: Panel;
  readonly spec: ModelSpec;
  readonly draws: Draws;
  /** Which of them. */
  readonly kept: Int32Array;
}

/** @throws SpecError for a specification that is none */
export function openOutcome({ panel, spec, draws, kept }: OutcomeSource): OutcomeFunction {
  const model = buildModel(panel, spec, "asked");
  const { expected } = model;
  const cells = expected.length;
  const unit = unitOfCells(model);
  const separable = !hasLogLink(spec.likelihood?.kind ?? "normal");
  // The specification's channels are the panel's media, in the panel's order.
  const names = panel.media.map(({ name }) => name);
  const mediaNodes = names.map((name) => {
    const node = model.components.find((each) => each.group === "media" && each.name === name)?.node;
    if (node === undefined) throw new RangeError(`the model has no part for "${name}"`);
    return node;
  });
  const inputs = names.map(exposureInput);
  const frequencies = spec.channels.flatMap(({ name, frequencyScale }, index) =>
    frequencyScale === undefined ? [] : [{ input: frequencyInput(name), index, own: frequencyOf(panel, index) }],
  );
  const histories = spec.channels.flatMap(({ name, adstock }, index) =>
    carriedPeriods(panel, adstock) === 0 ? [] : [{ input: historyInput(name), index }],
  );
  const evaluator = new GraphEvaluator(model.graph, [expected, ...mediaNodes]);
  const sizes = draws.variables.map(({ shape }) => elementCount(shape));

  const setDraw = (draw: number): void => {
    draws.variables.forEach(({ name, values }, index) => {
      evaluator.set(name, values.subarray(draw * sizes[index], (draw + 1) * sizes[index]));
    });
    evaluator.forwardParameters();
  };
  const setPlan = (plan: MediaPlan): void => {
    inputs.forEach((input, index) => {
      evaluator.set(input, plan.exposure[index]);
    });
    for (const { input, index, own } of frequencies) evaluator.set(input, plan.frequency?.[index] ?? own);
    for (const { input, index } of histories) evaluator.set(input, Float64Array.of(plan.history?.[index] ?? 1));
    evaluator.forwardInputs();
  };
  const inModelUnits = (weights: Float64Array): Float64Array => {
    if (weights.length !== cells) throw new RangeError(`${weights.length} weights for ${cells} cells`);
    return weights.map((weight, cell) => weight * unit[cell]);
  };
  const weighted = (node: Node, weights: Float64Array): number => {
    const values = evaluator.value(node);
    let total = 0;
    for (let cell = 0; cell < cells; cell += 1) total += weights[cell] * values[cell];
    return total;
  };

  return {
    draws: kept.length,
    separable,
    outcome(plan) {
      const values = new Float64Array(kept.length * cells);
      kept.forEach((draw, row) => {
        setDraw(draw);
        setPlan(plan);
        const value = evaluator.value(expected);
        for (let cell = 0; cell < cells; cell += 1) values[row * cells + cell] = value[cell] * unit[cell];
      });
      return values;
    },
    visit(plans, visitor) {
      const shown = {
        expected: new Float64Array(cells),
        parts: separable ? names.map(() => new Float64Array(cells)) : null,
      };
      const show = (node: Node, values: Float64Array): void => {
        const value = evaluator.value(node);
        for (let cell = 0; cell < cells; cell += 1) values[cell] = value[cell] * unit[cell];
      };
      kept.forEach((draw, row) => {
        setDraw(draw);
        plans.forEach((plan, index) => {
          setPlan(plan);
          show(expected, shown.expected);
          shown.parts?.forEach((values, channel) => {
            show(mediaNodes[channel], values);
          });
          visitor(row, index, shown);
        });
      });
    },
    worths(plans, weights) {
      const scaled = inModelUnits(weights);
      const results = plans.map(() => new Float64Array(kept.length));
      kept.forEach((draw, row) => {
        setDraw(draw);
        plans.forEach((plan, index) => {
          setPlan(plan);
          results[index][row] = weighted(expected, scaled);
        });
      });
      return results;
    },
    parts(plans, weights) {
      if (!separable) throw new RangeError("effects multiply in this fit: a channel has no part of its own");
      const scaled = inModelUnits(weights);
      const results = plans.map(() => names.map(() => new Float64Array(kept.length)));
      kept.forEach((draw, row) => {
        setDraw(draw);
        plans.forEach((plan, index) => {
          setPlan(plan);
          mediaNodes.forEach((node, channel) => {
            results[index][channel][row] = weighted(node, scaled);
          });
        });
      });
      return results;
    },
    gradient(plan, weights, drawWeights) {
      if (drawWeights.length !== kept.length) {
        throw new RangeError(`${drawWeights.length} draw weights for ${kept.length} draws`);
      }
      const scaled = inModelUnits(weights);
      const worth = new Float64Array(kept.length);
      const exposure = names.map(() => new Float64Array(cells));
      kept.forEach((draw, row) => {
        setDraw(draw);
        setPlan(plan);
        worth[row] = weighted(expected, scaled);
        if (drawWeights[row] === 0) return;
        evaluator.pullBack(expected, scaled);
        inputs.forEach((input, channel) => {
          const derivative = evaluator.inputDerivative(input);
          if (derivative === null) return;
          const sum = exposure[channel];
          for (let cell = 0; cell < cells; cell += 1) sum[cell] += drawWeights[row] * derivative[cell];
        });
      });
      return { worth, exposure };
    },
  };
}
