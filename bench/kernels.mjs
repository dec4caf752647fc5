// Section "kernels": gradients a second of every media operation, of the seed's media block, and of the same in C.
import { engineModule, kernelKinds } from "./built.mjs";
import { seedMediaBlock, seedMediaNumbers } from "./media-block.mjs";
import { nativeMedia } from "./native/media.mjs";
import { loadModel } from "./reference-models.mjs";
import { leastMicroseconds } from "./timing.mjs";

/** Operations on 1,095 periods of one series, with parameters in the middle of their range. */
async function operations() {
  const { adstockOperation, saturationOperation } = await import("@carryover/mmm");
  const { add, exponential, logarithm, matrixVector, multiply } = await import("@carryover/engine");
  const adstock = (spec, ...args) => ({ operation: adstockOperation(spec, { geos: 1 }), args });
  const saturation = (kind, ...args) => ({ operation: saturationOperation({ kind }), args });
  const windowed = { window: 13, normalize: true };
  const periods = 1095;
  return {
    "geometric adstock": adstock({ kind: "geometric", window: null, normalize: false }, 0.6),
    "geometric adstock, window": adstock({ kind: "geometric", ...windowed }, 0.6),
    "delayed adstock": adstock({ kind: "delayed", ...windowed }, 0.6, 2),
    "binomial adstock": adstock({ kind: "binomial", ...windowed }, 0.6),
    "weibull-cdf adstock": adstock({ kind: "weibull-cdf", ...windowed }, 2, 3),
    hill: saturation("hill", 0.7, 1.6),
    logistic: saturation("logistic", 1.5),
    "michaelis-menten": saturation("michaelis-menten", 0.7),
    root: saturation("root", 0.6),
    exponential: { operation: exponential, args: [] },
    logarithm: { operation: logarithm, args: [] },
    "sum of two": { operation: add, args: ["series"] },
    "product of two": { operation: multiply, args: ["series"] },
    "20 columns": { operation: matrixVector, first: new Float64Array(20 * periods).fill(0.01), only: 20 },
  };
}

/** @returns gradients a second by operation and kind of kernels, and microseconds of the media block */
export async function measureKernels({ isQuick }) {
  const milliseconds = isQuick ? 100 : 500;
  const kinds = await kernelKinds();
  const kernels = {};
  for (const [name, operation] of Object.entries(await operations())) {
    const calls = await Promise.all(Object.values(kinds).map((open) => operationCall(operation, open)));
    const least = leastMicroseconds(calls, milliseconds);
    kernels[name] = Object.fromEntries(Object.keys(kinds).map((kind, index) => [kind, 1e6 / least[index]]));
  }
  return { kernels, ...(await measureMediaBlock(kinds, isQuick)) };
}

async function operationCall({ operation, first, args = [], only }, openKernels) {
  const [{ GraphBuilder, normal }, { Program }] = await Promise.all([
    import("@carryover/engine"),
    engineModule("graph/program.js"),
  ]);
  const graph = new GraphBuilder();
  const prior = normal(0, 1);
  const length = only ?? 1095;
  graph.dimension(
    "place",
    Array.from({ length }, (_, place) => `${place}`),
  );
  const series = ["media", "second"].map((name) => graph.parameter(name, { prior, dims: ["place"] }));
  const scalars = args.map((_, index) => graph.parameter(`argument ${index}`, { prior }));
  const inputs = args.map((value, index) => (value === "series" ? series[1] : scalars[index]));
  const node = graph.apply(operation, ...(first === undefined ? [] : [graph.constant(first)]), series[0], ...inputs);
  const program = new Program([node], openKernels);
  for (const each of series) {
    if (program.has(each))
      program.value(each).set(Float64Array.from({ length }, (_, t) => 0.1 + ((t * 37) % 100) / 70));
  }
  args.forEach((value, index) => {
    if (value !== "series") program.value(scalars[index])[0] = value;
  });
  const adjoint = program.adjoint(node);
  return () => {
    program.forward();
    program.clearAdjoints();
    adjoint.fill(1);
    program.backwardLate();
    program.backwardEarly();
  };
}

async function measureMediaBlock(kinds, isQuick) {
  const model = await loadModel("seedModel");
  const blocks = await Promise.all(Object.values(kinds).map((open) => seedMediaBlock(model, open)));
  const least = leastMicroseconds(
    blocks.map(({ run }) => run),
    isQuick ? 400 : 3000,
  );
  const native = await nativeMedia({
    periods: model.panel.dates.length,
    channels: model.panel.media.length,
    numbers: seedMediaNumbers(model),
    repetitions: isQuick ? 50 : 300,
  });
  const gradients = Object.fromEntries(Object.keys(kinds).map((kind, index) => [kind, blocks[index].gradient()]));
  for (const [name, result] of Object.entries(native ?? {})) {
    if (result !== null) checkSame(gradients.reference, result.gradient, name);
  }
  const mediaBlock = Object.fromEntries(Object.keys(kinds).map((kind, index) => [kind, least[index]]));
  const nativeMicroseconds = Object.entries(native ?? {}).map(([name, result]) => [name, result?.microseconds ?? null]);
  const floor = Math.min(...nativeMicroseconds.flatMap(([, each]) => each ?? []));
  return {
    mediaGradientMicroseconds: mediaBlock.webassembly ?? mediaBlock.reference,
    mediaBlock: {
      ...mediaBlock,
      native: native === undefined ? null : Object.fromEntries(nativeMicroseconds),
      ratioToNative: Number.isFinite(floor) ? mediaBlock.webassembly / floor : null,
    },
  };
}

/** What is compared must compute the same. 1e-9: the order of sums over 1,095 periods differs. */
function checkSame(expected, found, name) {
  const isFar = (value, index) => Math.abs(found[index] - value) > 1e-9 * Math.abs(value);
  if (expected.some(isFar)) throw new Error(`native ${name} gives ${found}, the engine ${expected}`);
}
