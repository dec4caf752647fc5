// WebAssembly is there to be faster: the media block of three years of days, forward and backward, against plain loops.
import { expect, test } from "vitest";
import type { Kernels, OpenKernels } from "../../src/kernels/kernels.ts";
import { openReferenceKernels } from "../../src/kernels/reference.ts";
import { openWebAssemblyKernels } from "../../src/kernels/webassembly.ts";
import { leastBatchMilliseconds } from "../support/timing.ts";

const days = 1095;

/** Geometric adstock, then Hill, and their adjoints, of one channel. */
function mediaBlock(open: OpenKernels): () => void {
  const kernels: Kernels = open({ vectors: 8, doubles: 6 * days + 2 });
  const vector = (value: (index: number) => number, length = days): Float64Array => {
    const values = kernels.allocate(length);
    for (let i = 0; i < length; i += 1) values[i] = value(i);
    return values;
  };
  const media = vector((day) => 10 + ((day * 37) % 100));
  const half = vector(() => 120, 1);
  const slope = vector(() => 1.7, 1);
  const adjoint = vector((day) => 1 + (day % 7));
  const [adstocked, saturated, logRatio, adstockedAdjoint] = [0, 0, 0, 0].map(() => kernels.allocate(days));
  return () => {
    kernels.recursiveFilter(media, 0.6, 1, days, adstocked);
    kernels.hill(adstocked, half, slope, saturated, logRatio);
    adstockedAdjoint.fill(0);
    kernels.hillAdjoint(adstocked, half, slope, saturated, logRatio, adjoint, adstockedAdjoint, null, null);
    kernels.recursiveFilterAdjoint(media, 0.6, 1, 0, days, adstocked, adstockedAdjoint, null);
  };
}

test("the media block in WebAssembly takes at most two thirds of the time of plain loops", () => {
  const calls = [openWebAssemblyKernels, openReferenceKernels].map((open) => ({ call: mediaBlock(open), batch: 20 }));
  const [webAssembly, reference] = leastBatchMilliseconds(calls, 40);
  expect(webAssembly).toBeLessThan((2 / 3) * reference);
});
