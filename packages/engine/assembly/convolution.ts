// Causal convolution along series of equal length, output[t] = Σ_l weights[l] · input[t−l], and its two adjoints.
import { add, both, mul } from "./lanes.ts";
import { dot } from "./vectors.ts";

export function causalConvolution(
  input: usize,
  weights: usize,
  window: usize,
  period: usize,
  output: usize,
  length: usize,
): void {
  const bytes = period << 3;
  for (let start: usize = 0; start < length << 3; start += bytes) {
    const x = input + start;
    const y = output + start;
    const full = min(bytes, (window - 1) << 3);
    let p: usize = 0;
    for (; p < full; p += 8) {
      let sum: f64 = 0;
      for (let l: usize = 0; l <= p; l += 8) sum += load<f64>(weights + l) * load<f64>(x + p - l);
      store<f64>(y + p, sum);
    }
    const end = window << 3;
    for (; p + 64 <= bytes; p += 64) {
      let sum0 = both(0),
        sum1 = both(0),
        sum2 = both(0),
        sum3 = both(0);
      for (let l: usize = 0; l < end; l += 8) {
        const w = v128.load_splat<f64>(weights + l);
        const q = x + p - l;
        sum0 = add(sum0, mul(w, v128.load(q)));
        sum1 = add(sum1, mul(w, v128.load(q, 16)));
        sum2 = add(sum2, mul(w, v128.load(q, 32)));
        sum3 = add(sum3, mul(w, v128.load(q, 48)));
      }
      v128.store(y + p, sum0);
      v128.store(y + p, sum1, 16);
      v128.store(y + p, sum2, 32);
      v128.store(y + p, sum3, 48);
    }
    for (; p < bytes; p += 8) {
      let sum: f64 = 0;
      for (let l: usize = 0; l < end; l += 8) sum += load<f64>(weights + l) * load<f64>(x + p - l);
      store<f64>(y + p, sum);
    }
  }
}

/** weightAdjoint[l] += Σ_t outputAdjoint[t] · input[t−l]. */
export function causalConvolutionWeightAdjoint(
  input: usize,
  period: usize,
  outputAdjoint: usize,
  weightAdjoint: usize,
  window: usize,
  length: usize,
): void {
  const bytes = period << 3;
  const lags = min(window, period);
  for (let start: usize = 0; start < length << 3; start += bytes) {
    for (let l: usize = 0; l < lags; l += 1) {
      const place = weightAdjoint + (l << 3);
      store<f64>(place, load<f64>(place) + dot(outputAdjoint + start + (l << 3), input + start, period - l));
    }
  }
}

/** inputAdjoint[t] += Σ_l weights[l] · outputAdjoint[t+l]. */
export function causalConvolutionInputAdjoint(
  weights: usize,
  window: usize,
  period: usize,
  outputAdjoint: usize,
  inputAdjoint: usize,
  length: usize,
): void {
  const bytes = period << 3;
  const lags = window << 3;
  for (let start: usize = 0; start < length << 3; start += bytes) {
    const g = outputAdjoint + start;
    const a = inputAdjoint + start;
    let p: usize = 0;
    for (; p + lags + 24 <= bytes; p += 32) {
      let sum0 = both(0),
        sum1 = both(0);
      for (let l: usize = 0; l < lags; l += 8) {
        const w = v128.load_splat<f64>(weights + l);
        sum0 = add(sum0, mul(w, v128.load(g + p + l)));
        sum1 = add(sum1, mul(w, v128.load(g + p + l, 16)));
      }
      v128.store(a + p, add(v128.load(a + p), sum0));
      v128.store(a + p, add(v128.load(a + p, 16), sum1), 16);
    }
    for (; p < bytes; p += 8) {
      let sum: f64 = 0;
      const end = min(lags, bytes - p);
      for (let l: usize = 0; l < end; l += 8) sum += load<f64>(weights + l) * load<f64>(g + p + l);
      store<f64>(a + p, load<f64>(a + p) + sum);
    }
  }
}
