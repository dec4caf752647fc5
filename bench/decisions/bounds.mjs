// The bounds, as multiples of the current plan, within which budgets are optimized.

export const everyBounds = [
  { low: 0.7, high: 1.3 },
  { low: 0.5, high: 1.5 },
  { low: 0.2, high: 3 },
];

export function boundsText({ low, high }) {
  return `${low}–${high}`;
}

/** What the planner is asked: every channel within the bounds, the current budget. */
export function boundedProblem({ low, high }) {
  return { bounds: [{ unit: "relative", lower: low, upper: high }] };
}
