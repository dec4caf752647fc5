// Series of equal length one after the other, and one number for each: products within series, series times numbers.
import { addScaled, dot, scale } from "./vectors.ts";

export function addGroupDots(a: usize, b: usize, period: usize, target: usize, groups: usize): void {
  for (let g: usize = 0; g < groups; g += 1) {
    const place = target + (g << 3);
    const start = (g * period) << 3;
    store<f64>(place, load<f64>(place) + dot(a + start, b + start, period));
  }
}

export function scaleGroups(weights: usize, groups: usize, source: usize, output: usize, period: usize): void {
  for (let g: usize = 0; g < groups; g += 1) {
    const start = (g * period) << 3;
    scale(load<f64>(weights + (g << 3)), source + start, output + start, period);
  }
}

export function addScaledGroups(weights: usize, groups: usize, source: usize, target: usize, period: usize): void {
  for (let g: usize = 0; g < groups; g += 1) {
    const start = (g * period) << 3;
    addScaled(load<f64>(weights + (g << 3)), source + start, target + start, period);
  }
}
