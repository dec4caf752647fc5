// Series of equal length one after the other, and one number for each: sums within series, numbers spread over them.
import { addConstant, addScaled, dot, sum } from "./vectors.ts";

export function addGroupSums(source: usize, period: usize, target: usize, groups: usize): void {
  for (let g: usize = 0; g < groups; g += 1) {
    const place = target + (g << 3);
    store<f64>(place, load<f64>(place) + sum(source + ((g * period) << 3), period));
  }
}

export function addGroupDots(a: usize, b: usize, period: usize, target: usize, groups: usize): void {
  for (let g: usize = 0; g < groups; g += 1) {
    const place = target + (g << 3);
    const start = (g * period) << 3;
    store<f64>(place, load<f64>(place) + dot(a + start, b + start, period));
  }
}

export function addGroupConstants(values: usize, groups: usize, target: usize, period: usize): void {
  for (let g: usize = 0; g < groups; g += 1) {
    addConstant(load<f64>(values + (g << 3)), target + ((g * period) << 3), period);
  }
}

export function addScaledGroups(weights: usize, groups: usize, source: usize, target: usize, period: usize): void {
  for (let g: usize = 0; g < groups; g += 1) {
    const start = (g * period) << 3;
    addScaled(load<f64>(weights + (g << 3)), source + start, target + start, period);
  }
}
