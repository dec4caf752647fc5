// Section "allocation": a budget among Hill curves of any slope, by the number of curves.
import { performance } from "node:perf_hooks";

const sizes = [5, 50, 200, 400];

/** @returns for each size milliseconds of the first call and of a call from then on (median, worst), gap and residual at their worst */
export async function measureAllocation({ isQuick }) {
  const { allocateSeparable, openStream } = await import("@carryover/engine");
  const stream = openStream({ seed: 5, chain: 0, purpose: "data" });
  const repeats = isQuick ? 5 : 20;
  const allocation = sizes.map((count) => {
    const times = [];
    let [largestGap, largestKktResidual] = [0, 0];
    for (let turn = 0; turn < repeats; turn += 1) {
      const terms = Array.from({ length: count }, (_, index) => randomTerm(stream, index));
      const most = terms.reduce((sum, { upper }) => sum + upper, 0);
      const before = performance.now();
      const found = allocateSeparable({
        terms,
        budget: { amount: (0.1 + 0.4 * stream.uniform()) * most, kind: "equal" },
      });
      times.push(performance.now() - before);
      largestGap = Math.max(largestGap, found.relativeGap);
      largestKktResidual = Math.max(largestKktResidual, found.kktResidual);
    }
    const [firstMilliseconds, ...others] = times;
    const sorted = others.toSorted((left, right) => left - right);
    return {
      count,
      firstMilliseconds,
      milliseconds: sorted[Math.floor(sorted.length / 2)],
      worstMilliseconds: sorted[sorted.length - 1],
      largestGap,
      largestKktResidual,
    };
  });
  return { allocation };
}

/** height · x^s / (x^s + middle^s), with its slope and curvature. */
function randomTerm(stream, index) {
  const height = 10 ** (2 * stream.uniform());
  const upper = 10 ** (2 * stream.uniform());
  const middle = upper * (0.1 + 2 * stream.uniform());
  const s = 0.6 + 4 * stream.uniform();
  return {
    name: `term ${index}`,
    lower: 0.01 * upper,
    upper,
    evaluate(x, out) {
      const share = 1 / (1 + (middle / x) ** s);
      const rest = 1 / (1 + (x / middle) ** s);
      out.value = height * share;
      out.slope = (height * s * share * rest) / x;
      out.curvature = (out.slope * (s * (rest - share) - 1)) / x;
    },
  };
}
