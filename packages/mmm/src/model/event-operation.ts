// The bump of an event: full effect within its window, fading with the days before and after.

import type { Operation } from "@carryover/engine";
import { exp } from "@carryover/engine";
import type { EventShape } from "../data/config/structure.ts";

/** Names of the widths a shape has, in the order in which `eventBump` takes them. */
export function eventWidths(shape: EventShape): readonly string[] {
  return shape === "asymmetric" ? ["before", "after"] : ["width"];
}

/**
 * exp(−½ (days/width)²) of the days to the window: the same width on both sides (`gaussian`), one of its own on each
 * (`asymmetric`), or one side only, the other being 0 (`before`, `after`). Inputs: the widths, in days, each of length one.
 *
 * @param days  from the window, one per cell: negative before, 0 within, positive after
 */
export function eventBump(shape: EventShape, days: Float64Array): Operation {
  const inputs = eventWidths(shape).length;
  const place = (distance: number): number => (shape === "asymmetric" && distance > 0 ? 1 : 0);
  const isLeftOut = (distance: number): boolean =>
    (shape === "before" && distance > 0) || (shape === "after" && distance < 0);
  return {
    name: `${shape} event`,
    outputLength(lengths) {
      if (lengths.length !== inputs || lengths.some((length) => length !== 1)) {
        throw new RangeError(`${shape} event takes ${inputs} scalars; got lengths ${lengths.join(", ")}`);
      }
      return days.length;
    },
    forward(widths, output) {
      for (let t = 0; t < output.length; t += 1) {
        const distance = days[t];
        const standardized = distance / widths[place(distance)][0];
        output[t] = isLeftOut(distance) ? 0 : exp(-0.5 * standardized * standardized);
      }
    },
    adjoint(widths, output, outputAdjoint, adjoints) {
      for (let t = 0; t < output.length; t += 1) {
        const which = place(days[t]);
        const adjoint = adjoints[which];
        const width = widths[which][0];
        if (adjoint !== null)
          adjoint[0] += (outputAdjoint[t] * output[t] * days[t] * days[t]) / (width * width * width);
      }
    },
  };
}
