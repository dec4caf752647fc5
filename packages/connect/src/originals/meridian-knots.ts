// Where the knots of a Meridian fit stand, which its file does not say: where the time effect is the knot's value in every draw.

/**
 * @param effects  the time effect, (draw, period)
 * @param knots    the knots' values, (draw, knot)
 * @returns        the period of each knot, ascending; undefined when some knot is nowhere
 */
export function knotRows(effects: Float64Array, knots: Float64Array, periods: number): number[] | undefined {
  const draws = effects.length / periods;
  const count = knots.length / draws;
  const rows: number[] = [];
  for (let knot = 0; knot < count; knot += 1) {
    const row = firstRow((rows.at(-1) ?? -1) + 1, knot);
    if (row === undefined) return undefined;
    rows.push(row);
  }
  return rows;

  function firstRow(from: number, knot: number): number | undefined {
    for (let row = from; row < periods; row += 1) if (standsAt(row, knot)) return row;
    return undefined;
  }

  function standsAt(row: number, knot: number): boolean {
    for (let draw = 0; draw < draws; draw += 1) {
      const [value, effect] = [knots[draw * count + knot] ?? 0, effects[draw * periods + row] ?? Number.NaN];
      // Single precision is what some backends keep.
      if (!(Math.abs(value - effect) <= 1e-6 * Math.max(1, Math.abs(value)))) return false;
    }
    return true;
  }
}
