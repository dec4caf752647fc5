// Whole models give the very same density and gradient in WebAssembly and in plain loops, at any point.
import { compile, openReferenceKernels, openStream, openWebAssemblyKernels } from "@carryover/engine";
import { expect, test } from "vitest";
import type { Config } from "../../src/data/config/config.ts";
import type { Panel } from "../../src/data/panel.ts";
import { buildModel } from "../../src/model/build-model.ts";
import { resolveSpec } from "../../src/model/resolve-spec.ts";
import { geoWorld } from "../support/geo-panel.ts";
import { smallWorld } from "../support/small-panel.ts";

const models: readonly (readonly [string, () => { panel: Panel; config: Config }])[] = [
  ["default", () => smallWorld({ kind: "default", holidays: "US" })],
  ["adelon", () => smallWorld({ kind: "adelon" })],
  ["pymc-marketing", () => smallWorld({ kind: "pymc-marketing" })],
  ["geo", () => geoWorld()],
];

test.each(models)("the %s model, integrated and not", (_name, world) => {
  const { panel, config } = world();
  const spec = resolveSpec(panel, config);
  for (const marginalize of [true, false]) {
    const [lanes, plain] = [openWebAssemblyKernels, openReferenceKernels].map((kernels) =>
      compile(buildModel(panel, spec).graph, { kernels, marginalize }),
    );
    expect([lanes.kernels, plain.kernels]).toEqual(["webassembly", "reference"]);
    const stream = openStream({ seed: 5, chain: 0, purpose: "initial" });
    const [here, there] = [new Float64Array(plain.dim), new Float64Array(plain.dim)];
    for (let repeat = 0; repeat < 5; repeat += 1) {
      const position = plain.initialPosition(stream);
      expect(lanes.evaluate(position, here)).toBe(plain.evaluate(position, there));
      expect(here).toEqual(there);
    }
  }
});
