// The fast Fourier transform (radix 2) and the autocovariance it makes cheap.

/** The smallest power of two ≥ n. */
export function nextPowerOfTwo(n: number): number {
  let size = 1;
  while (size < n) size *= 2;
  return size;
}

/**
 * Discrete Fourier transform in place, X[k] = Σ_t x[t] · exp(−2πi·k·t / n), without normalization.
 *
 * @throws RangeError unless both parts have the same length, a power of two
 */
export function fft(real: Float64Array, imaginary: Float64Array): void {
  const n = real.length;
  if (imaginary.length !== n || n === 0 || nextPowerOfTwo(n) !== n) {
    throw new RangeError(`fft needs two parts of one power-of-two length, not ${n} and ${imaginary.length}`);
  }
  reverseBits(real, imaginary);
  const cosines = new Float64Array(n / 2); // (k): cos(2πk/n)
  const sines = new Float64Array(n / 2);
  for (let k = 0; k < n / 2; k += 1) {
    cosines[k] = Math.cos((2 * Math.PI * k) / n);
    sines[k] = -Math.sin((2 * Math.PI * k) / n);
  }
  for (let half = 1; half < n; half *= 2) {
    const stride = n / (2 * half);
    for (let start = 0; start < n; start += 2 * half) {
      for (let k = 0; k < half; k += 1) {
        const top = start + k;
        const bottom = top + half;
        const c = cosines[k * stride];
        const s = sines[k * stride];
        const re = real[bottom] * c - imaginary[bottom] * s;
        const im = real[bottom] * s + imaginary[bottom] * c;
        real[bottom] = real[top] - re;
        imaginary[bottom] = imaginary[top] - im;
        real[top] += re;
        imaginary[top] += im;
      }
    }
  }
}

/**
 * Autocovariance at lags 0 … n − 1, biased (divided by n at every lag, so that the sequence is positive semi-definite):
 *
 *   out[k] = Σ_{t=0}^{n−1−k} (x[t] − x̄)(x[t+k] − x̄) / n
 *
 * through a zero-padded transform; absolute error < 1e-13 · out[0], asserted in test/math/fft.test.ts.
 */
export function autocovariance(values: Float64Array): Float64Array {
  const n = values.length;
  if (n === 0) return new Float64Array(0);
  let mean = 0;
  for (let t = 0; t < n; t += 1) mean += (values[t] - mean) / (t + 1);
  const size = nextPowerOfTwo(2 * n);
  const real = new Float64Array(size);
  const imaginary = new Float64Array(size);
  for (let t = 0; t < n; t += 1) real[t] = values[t] - mean;
  fft(real, imaginary);
  for (let k = 0; k < size; k += 1) {
    real[k] = real[k] * real[k] + imaginary[k] * imaginary[k];
    imaginary[k] = 0;
  }
  fft(real, imaginary); // the power spectrum is even, so the forward transform is also the inverse, up to 1/size
  return Float64Array.from(real.subarray(0, n), (each) => each / (size * n));
}

function reverseBits(real: Float64Array, imaginary: Float64Array): void {
  const n = real.length;
  let reversed = 0;
  for (let index = 0; index < n; index += 1) {
    if (index < reversed) {
      swap(real, index, reversed);
      swap(imaginary, index, reversed);
    }
    let bit = n >> 1;
    while (bit > 0 && (reversed & bit) !== 0) {
      reversed ^= bit;
      bit >>= 1;
    }
    reversed |= bit;
  }
}

function swap(values: Float64Array, i: number, j: number): void {
  const kept = values[i];
  values[i] = values[j];
  values[j] = kept;
}
