// Columns with few nonzero rows: their places and the values there. Rows without a gap go two at a time.
import { add, at, both, first, mul, one, put, putOne, second, sub } from "./lanes.ts";

@inline function rowAt(rows: usize, j: usize): usize { return (<usize>load<u32>(rows + (j << 2))) << 3; }

export function projectOnSparse(starts: usize, rows: usize, values: usize, vector: usize, products: usize, count: usize): void {
  for (let column: usize = 0; column < count; column += 1) {
    const start = <usize>load<u32>(starts + (column << 2));
    const end = <usize>load<u32>(starts + (column << 2), 4);
    let j = start;
    let sums = both(0);
    if (end > start && rowAt(rows, end - 1) - rowAt(rows, start) == (end - 1 - start) << 3) {
      let p = vector + rowAt(rows, start);
      let q = values + (start << 3);
      for (; j + 2 <= end; j += 2, p += 16, q += 16) sums = add(sums, mul(at(q), at(p)));
    } else {
      for (; j + 2 <= end; j += 2) {
        const pair = v128.load_lane<f64>(vector + rowAt(rows, j + 1), one(vector + rowAt(rows, j)), 1);
        sums = add(sums, mul(at(values + (j << 3)), pair));
      }
    }
    if (j < end) sums = add(sums, mul(one(values + (j << 3)), one(vector + rowAt(rows, j))));
    store<f64>(products + (column << 3), first(sums) + second(sums));
  }
}

export function subtractSparse(starts: usize, rows: usize, values: usize, weights: usize, count: usize, target: usize): void {
  for (let column: usize = 0; column < count; column += 1) {
    const start = <usize>load<u32>(starts + (column << 2));
    const end = <usize>load<u32>(starts + (column << 2), 4);
    const weight = load<f64>(weights + (column << 3));
    let j = start;
    if (end > start && rowAt(rows, end - 1) - rowAt(rows, start) == (end - 1 - start) << 3) {
      const w = both(weight);
      let p = target + rowAt(rows, start);
      let q = values + (start << 3);
      for (; j + 2 <= end; j += 2, p += 16, q += 16) put(p, sub(at(p), mul(w, at(q))));
      if (j < end) putOne(p, sub(one(p), mul(w, one(q))));
    } else {
      for (; j < end; j += 1) {
        const place = target + rowAt(rows, j);
        store<f64>(place, load<f64>(place) - weight * load<f64>(values + (j << 3)));
      }
    }
  }
}
