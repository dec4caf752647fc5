// Symmetric positive definite matrices in the shape of an arrow: factor, solves and the diagonal of the inverse.
// Matrices are row-major; the shared size is a multiple of four. A row pair's numbers in one column share a vector.
import { add, at, both, div, first, mul, put, second, sub } from "./lanes.ts";

@inline function dotPair(a: usize, b: usize, count: usize): f64 {
  let sums = both(0);
  for (let k: usize = 0; k < count; k += 2) sums = add(sums, mul(at(a + (k << 3)), at(b + (k << 3))));
  return first(sums) + second(sums);
}

/** (a0 + a1, b0 + b1). */
@inline function sumsOf(a: v128, b: v128): v128 {
  return add(v128.shuffle<f64>(a, b, 0, 2), v128.shuffle<f64>(a, b, 1, 3));
}
@inline function splat(address: usize): v128 { return v128.load_splat<f64>(address); }

/** Four columns from `block` on of two rows times L⁻ᵀ, those from `from` to `block` being done and those before it zero. */
@inline function solveBlock(factor: usize, bytes: usize, rowA: usize, rowB: usize, from: usize, block: usize): void {
  const l0 = factor + block * bytes;
  const l1 = l0 + bytes;
  const l2 = l1 + bytes;
  const l3 = l2 + bytes;
  let a0 = both(0), a1 = both(0), a2 = both(0), a3 = both(0);
  let b0 = both(0), b1 = both(0), b2 = both(0), b3 = both(0);
  const stop = block << 3;
  for (let k = from << 3; k < stop; k += 16) {
    const a = at(rowA + k);
    const b = at(rowB + k);
    let l = at(l0 + k);
    a0 = add(a0, mul(a, l));
    b0 = add(b0, mul(b, l));
    l = at(l1 + k);
    a1 = add(a1, mul(a, l));
    b1 = add(b1, mul(b, l));
    l = at(l2 + k);
    a2 = add(a2, mul(a, l));
    b2 = add(b2, mul(b, l));
    l = at(l3 + k);
    a3 = add(a3, mul(a, l));
    b3 = add(b3, mul(b, l));
  }
  const pA = rowA + stop;
  const pB = rowB + stop;
  const f0 = l0 + stop;
  const f1 = l1 + stop;
  const f2 = l2 + stop;
  const f3 = l3 + stop;
  const wantA = at(pA), wantB = at(pB);
  const moreA = v128.load(pA, 16), moreB = v128.load(pB, 16);
  const unit = both(1);
  let x0 = sub(v128.shuffle<f64>(wantA, wantB, 0, 2), sumsOf(a0, b0));
  x0 = mul(x0, div(unit, splat(f0)));
  let x1 = sub(v128.shuffle<f64>(wantA, wantB, 1, 3), sumsOf(a1, b1));
  x1 = sub(x1, mul(x0, splat(f1)));
  x1 = mul(x1, div(unit, splat(f1 + 8)));
  let x2 = sub(v128.shuffle<f64>(moreA, moreB, 0, 2), sumsOf(a2, b2));
  x2 = sub(x2, mul(x0, splat(f2)));
  x2 = sub(x2, mul(x1, splat(f2 + 8)));
  x2 = mul(x2, div(unit, splat(f2 + 16)));
  let x3 = sub(v128.shuffle<f64>(moreA, moreB, 1, 3), sumsOf(a3, b3));
  x3 = sub(x3, mul(x0, splat(f3)));
  x3 = sub(x3, mul(x1, splat(f3 + 8)));
  x3 = sub(x3, mul(x2, splat(f3 + 16)));
  x3 = mul(x3, div(unit, splat(f3 + 24)));
  put(pA, v128.shuffle<f64>(x0, x1, 0, 2));
  put(pB, v128.shuffle<f64>(x0, x1, 1, 3));
  v128.store(pA, v128.shuffle<f64>(x2, x3, 0, 2), 16);
  v128.store(pB, v128.shuffle<f64>(x2, x3, 1, 3), 16);
}

/** Two rows times L⁻ᵀ, zero before column `from`, a multiple of four. */
function solveRowPair(factor: usize, size: usize, rowA: usize, rowB: usize, from: usize): void {
  for (let block = from; block < size; block += 4) solveBlock(factor, size << 3, rowA, rowB, from, block);
}

@inline function isPositive(value: f64): bool { return value > 0 && value != Infinity; }

/** Column blocks of four from the left: the block's own rows one by one, the rows below in pairs. */
function factorCorner(corner: usize, size: usize): bool {
  const bytes = size << 3;
  for (let block: usize = 0; block < size; block += 4) {
    for (let i = block; i < block + 4; i += 1) {
      const row = corner + i * bytes;
      for (let j = block; j <= i; j += 1) {
        const other = corner + j * bytes;
        let value = load<f64>(row + (j << 3)) - dotPair(row, other, block);
        for (let k = block; k < j; k += 1) value -= load<f64>(row + (k << 3)) * load<f64>(other + (k << 3));
        if (j < i) store<f64>(row + (j << 3), value * (1 / load<f64>(other + (j << 3))));
        else if (isPositive(value)) store<f64>(row + (j << 3), sqrt(value));
        else return false;
      }
    }
    for (let i = block + 4; i < size; i += 2) {
      const row = corner + i * bytes;
      solveBlock(corner, bytes, row, row + bytes, 0, block);
    }
  }
  return true;
}

@inline function subtractRow(weight: f64, source: usize, target: usize, bytes: usize): void {
  const w = both(weight);
  for (let j: usize = 0; j < bytes; j += 16) put(target + j, sub(at(target + j), mul(w, at(source + j))));
}

@inline function scaleRow(weight: f64, row: usize, bytes: usize): void {
  const w = both(weight);
  for (let j: usize = 0; j < bytes; j += 16) put(row + j, mul(w, at(row + j)));
}

/** One group's block becomes its factor, its coupling rows L⁻¹ · coupling. */
function factorGroup(block: usize, count: usize, coupling: usize, bytes: usize): bool {
  for (let i: usize = 0; i < count; i += 1) {
    const row = block + ((i * count) << 3);
    for (let j: usize = 0; j <= i; j += 1) {
      const other = block + ((j * count) << 3);
      let value = load<f64>(row + (j << 3));
      for (let k: usize = 0; k < j; k += 1) value -= load<f64>(row + (k << 3)) * load<f64>(other + (k << 3));
      if (j < i) store<f64>(row + (j << 3), value * (1 / load<f64>(other + (j << 3))));
      else if (isPositive(value)) store<f64>(row + (j << 3), sqrt(value));
      else return false;
    }
    const target = coupling + i * bytes;
    for (let k: usize = 0; k < i; k += 1) subtractRow(load<f64>(row + (k << 3)), coupling + k * bytes, target, bytes);
    scaleRow(1 / load<f64>(row + (i << 3)), target, bytes);
  }
  return true;
}

/** corner −= couplingᵀ coupling in tiles of four by four; a tile on the diagonal keeps what is above it. */
function subtractGram(coupling: usize, members: usize, corner: usize, size: usize): void {
  const bytes = size << 3;
  const end = coupling + members * bytes;
  for (let i: usize = 0; i < size; i += 4) {
    const c0 = corner + i * bytes;
    const c1 = c0 + bytes;
    const c2 = c1 + bytes;
    const c3 = c2 + bytes;
    for (let j: usize = 0; j <= i; j += 4) {
      const column = j << 3;
      let t0 = at(c0 + column), u0 = at(c0 + column + 16);
      let t1 = at(c1 + column), u1 = at(c1 + column + 16);
      let t2 = at(c2 + column), u2 = at(c2 + column + 16);
      let t3 = at(c3 + column), u3 = at(c3 + column + 16);
      const kept0 = u0, kept1 = u1, kept2 = u2, top = t0;
      let p = coupling + (i << 3);
      let q = coupling + column;
      for (; q < end; p += bytes, q += bytes) {
        const a = at(q);
        const b = v128.load(q, 16);
        let w = v128.load_splat<f64>(p);
        t0 = sub(t0, mul(w, a));
        u0 = sub(u0, mul(w, b));
        w = v128.load_splat<f64>(p, 8);
        t1 = sub(t1, mul(w, a));
        u1 = sub(u1, mul(w, b));
        w = v128.load_splat<f64>(p, 16);
        t2 = sub(t2, mul(w, a));
        u2 = sub(u2, mul(w, b));
        w = v128.load_splat<f64>(p, 24);
        t3 = sub(t3, mul(w, a));
        u3 = sub(u3, mul(w, b));
      }
      if (i == j) {
        t0 = v128.shuffle<f64>(t0, top, 0, 3);
        u0 = kept0;
        u1 = kept1;
        u2 = v128.shuffle<f64>(u2, kept2, 0, 3);
      }
      put(c0 + column, t0);
      put(c0 + column + 16, u0);
      put(c1 + column, t1);
      put(c1 + column + 16, u1);
      put(c2 + column, t2);
      put(c2 + column + 16, u2);
      put(c3 + column, t3);
      put(c3 + column + 16, u3);
    }
  }
}

export function factorArrow(sizes: usize, groups: usize, blocks: usize, coupling: usize, members: usize, corner: usize, size: usize): bool {
  const bytes = size << 3;
  let block = blocks;
  let rows = coupling;
  for (let g: usize = 0; g < groups; g += 1) {
    const count = <usize>load<u32>(sizes + (g << 2));
    if (!factorGroup(block, count, rows, bytes)) return false;
    block += (count * count) << 3;
    rows += count * bytes;
  }
  subtractGram(coupling, members, corner, size);
  return factorCorner(corner, size);
}

export function solveArrowLower(sizes: usize, groups: usize, blocks: usize, coupling: usize, members: usize, corner: usize, size: usize, vector: usize): void {
  const bytes = size << 3;
  const shared = vector + (members << 3);
  let block = blocks;
  let row = coupling;
  let part = vector;
  for (let g: usize = 0; g < groups; g += 1) {
    const count = <usize>load<u32>(sizes + (g << 2));
    for (let i: usize = 0; i < count; i += 1) {
      const own = block + ((i * count) << 3);
      let value = load<f64>(part + (i << 3));
      for (let k: usize = 0; k < i; k += 1) value -= load<f64>(own + (k << 3)) * load<f64>(part + (k << 3));
      value *= 1 / load<f64>(own + (i << 3));
      store<f64>(part + (i << 3), value);
      subtractRow(value, row, shared, bytes);
      row += bytes;
    }
    block += (count * count) << 3;
    part += count << 3;
  }
  for (let j: usize = 0; j < size; j += 1) {
    const own = corner + j * bytes;
    const even = j & ~1;
    const place = shared + (j << 3);
    let value = load<f64>(place) - dotPair(own, shared, even);
    if (even < j) value -= load<f64>(own + (even << 3)) * load<f64>(shared + (even << 3));
    store<f64>(place, value * (1 / load<f64>(own + (j << 3))));
  }
}

export function solveArrowLowerTransposed(sizes: usize, groups: usize, blocks: usize, coupling: usize, members: usize, corner: usize, size: usize, vector: usize): void {
  const bytes = size << 3;
  const shared = vector + (members << 3);
  for (let j = size; j-- > 0; ) {
    const own = corner + j * bytes;
    const place = shared + (j << 3);
    const solved = load<f64>(place) * (1 / load<f64>(own + (j << 3)));
    store<f64>(place, solved);
    const w = both(solved);
    const even = j & ~1;
    for (let k: usize = 0; k < even << 3; k += 16) put(shared + k, sub(at(shared + k), mul(w, at(own + k))));
    if (even < j) {
      const last = shared + (even << 3);
      store<f64>(last, load<f64>(last) - solved * load<f64>(own + (even << 3)));
    }
  }
  let block = blocks;
  let row = coupling;
  let part = vector;
  for (let g: usize = 0; g < groups; g += 1) {
    const count = <usize>load<u32>(sizes + (g << 2));
    for (let i = count; i-- > 0; ) {
      let value = load<f64>(part + (i << 3)) - dotPair(row + i * bytes, shared, size);
      for (let k = i + 1; k < count; k += 1) {
        value -= load<f64>(block + ((k * count + i) << 3)) * load<f64>(part + (k << 3));
      }
      store<f64>(part + (i << 3), value * (1 / load<f64>(block + ((i * count + i) << 3))));
    }
    block += (count * count) << 3;
    row += count * bytes;
    part += count << 3;
  }
}

/** (B⁻¹)ᵢᵢ of a group's block B, from its factor; `out` from i on has room for a column. */
function blockInverse(block: usize, count: usize, i: usize, out: usize): f64 {
  let squares: f64 = 0;
  for (let j = i; j < count; j += 1) {
    const row = block + ((j * count) << 3);
    let value: f64 = j == i ? 1 : 0;
    for (let k = i; k < j; k += 1) value -= load<f64>(row + (k << 3)) * load<f64>(out + (k << 3));
    value *= 1 / load<f64>(row + (j << 3));
    store<f64>(out + (j << 3), value);
    squares += value * value;
  }
  return squares;
}

export function arrowInverseDiagonal(sizes: usize, groups: usize, blocks: usize, coupling: usize, members: usize, corner: usize, size: usize, rows: usize, diagonal: usize): void {
  const bytes = size << 3;
  memory.fill(rows, 0, size * bytes);
  for (let i: usize = 0; i < size; i += 2) {
    const row = rows + i * bytes;
    const from = i & ~3;
    store<f64>(row + (i << 3), 1);
    store<f64>(row + bytes + (i << 3), 1, 8);
    solveRowPair(corner, size, row, row + bytes, from);
    const start = from << 3;
    store<f64>(diagonal + ((members + i) << 3), dotPair(row + start, row + start, size - from));
    store<f64>(diagonal + ((members + i) << 3), dotPair(row + bytes + start, row + bytes + start, size - from), 8);
  }
  const own = rows + size * bytes;
  memory.copy(own, coupling, members * bytes);
  let block = blocks;
  let group = own;
  let out = diagonal;
  for (let g: usize = 0; g < groups; g += 1) {
    const count = <usize>load<u32>(sizes + (g << 2));
    for (let i = count; i-- > 0; ) {
      for (let k = i + 1; k < count; k += 1) {
        subtractRow(load<f64>(block + ((k * count + i) << 3)), group + k * bytes, group + i * bytes, bytes);
      }
      scaleRow(1 / load<f64>(block + ((i * count + i) << 3)), group + i * bytes, bytes);
    }
    for (let i: usize = 0; i < count; i += 1) store<f64>(out + (i << 3), blockInverse(block, count, i, out));
    block += (count * count) << 3;
    group += count * bytes;
    out += count << 3;
  }
  for (let i: usize = 0; i < members; i += 2) {
    const row = own + i * bytes;
    const other = i + 1 < members ? row + bytes : row;
    solveRowPair(corner, size, row, other, 0);
    const place = diagonal + (i << 3);
    store<f64>(place, load<f64>(place) + dotPair(row, row, size));
    if (other != row) store<f64>(place, load<f64>(place, 8) + dotPair(other, other, size), 8);
  }
}
