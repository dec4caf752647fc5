// Sparse vectors: the places and the values of what is not zero.

export function sparseDot(indices: usize, values: usize, count: usize, vector: usize): f64 {
  let even: f64 = 0;
  let odd: f64 = 0;
  let j: usize = 0;
  for (; j + 2 <= count; j += 2) {
    const i = indices + (j << 2);
    const v = values + (j << 3);
    even += load<f64>(v) * load<f64>(vector + ((<usize>load<u32>(i)) << 3));
    odd += load<f64>(v, 8) * load<f64>(vector + ((<usize>load<u32>(i, 4)) << 3));
  }
  if (j < count)
    even += load<f64>(values + (j << 3)) * load<f64>(vector + ((<usize>load<u32>(indices + (j << 2))) << 3));
  return even + odd;
}

export function addSparse(weight: f64, indices: usize, values: usize, count: usize, target: usize): void {
  for (let j: usize = 0; j < count; j += 1) {
    const place = target + ((<usize>load<u32>(indices + (j << 2))) << 3);
    store<f64>(place, load<f64>(place) + weight * load<f64>(values + (j << 3)));
  }
}

export function gather(indices: usize, count: usize, source: usize, output: usize): void {
  for (let j: usize = 0; j < count; j += 1) {
    store<f64>(output + (j << 3), load<f64>(source + ((<usize>load<u32>(indices + (j << 2))) << 3)));
  }
}

export function addScattered(source: usize, indices: usize, count: usize, target: usize): void {
  for (let j: usize = 0; j < count; j += 1) {
    const place = target + ((<usize>load<u32>(indices + (j << 2))) << 3);
    store<f64>(place, load<f64>(place) + load<f64>(source + (j << 3)));
  }
}
