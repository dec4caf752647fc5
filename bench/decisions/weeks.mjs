// Daily data as their weeks: money and counts summed, indexes averaged.

const summed = /(_spend|^revenue|^is_promotion|^is_us_holiday)$/;
const averaged = /^(price_index|economic_index)$/;

/** @param {import("@carryover/mmm").Table} daily  whole weeks from its first row on */
export function byWeek(daily) {
  const weeks = daily.rows / 7;
  if (!Number.isInteger(weeks)) throw new RangeError(`${daily.rows} days are not whole weeks`);
  const columns = daily.columns.flatMap(({ name, cells }) => {
    const week = (index) => cells.slice(7 * index, 7 * index + 7);
    const each = (value) => ({ name, cells: Array.from({ length: weeks }, (_, index) => value(week(index))) });
    if (name === "date") return [each(([first]) => first)];
    if (summed.test(name)) return [each(total)];
    if (averaged.test(name)) return [each((days) => total(days) / 7)];
    return [];
  });
  return { ...daily, columns, rows: weeks };
}

/** True counts as one. */
function total(cells) {
  return cells.reduce((sum, cell) => sum + Number(cell), 0);
}
