// Lift tests of a configuration as terms of a search's objectives, and what is wrong with them.
import type { ConfigLift, ConfigRobyn } from "../data/config/frameworks.ts";
import type { Panel } from "../data/panel.ts";
import { showNumber } from "../data/show-cell.ts";
import type { Problem } from "../errors.ts";
import type { RobynLiftSpec } from "./robyn-spec.ts";
import type { RobynWindow } from "./robyn-window.ts";

export interface ResolvedLifts {
  readonly lifts: readonly RobynLiftSpec[];
  readonly problems: readonly Problem[];
}

/** Spend stated for a test may differ by this share from what the data say of its window. */
const spendTolerance = 0.1;
/** An experiment less sure than this is not evidence: the original's own limit. */
const leastConfidence = 0.8;

/** Every test in rows of the panel; those with problems are left out of `lifts`. */
export function robynLifts(panel: Panel, { calibration }: ConfigRobyn, window: RobynWindow): ResolvedLifts {
  const lifts: RobynLiftSpec[] = [];
  const problems: Problem[] = [];
  calibration.forEach((lift, index) => {
    const found = liftProblems(panel, lift, index, window);
    problems.push(...found);
    const rows = rowsOf(panel, lift);
    if (found.length > 0 || rows === undefined) return;
    const { channels, lift: value, scope } = lift;
    lifts.push({ channels, ...rows, lift: value, scope });
  });
  return { lifts, problems };
}

/** Periods that begin within the test's days. */
function rowsOf(
  { dates }: Panel,
  { from, to }: ConfigLift,
): { readonly from: number; readonly to: number } | undefined {
  const first = dates.findIndex((date) => date >= from);
  const last = dates.findLastIndex((date) => date <= to);
  return first === -1 || last < first ? undefined : { from: first, to: last };
}

function liftProblems(panel: Panel, lift: ConfigLift, index: number, window: RobynWindow): Problem[] {
  const wrong = (key: string, found: string, remedy: string): Problem => ({
    code: "robyn-lift",
    severity: "error",
    path: ["model", "robyn", "calibration", index, key],
    found,
    remedy,
  });
  const problems: Problem[] = [];
  const names = panel.media.map(({ name }) => name);
  const unknown = lift.channels.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    problems.push(
      wrong("channels", `there is no paid channel "${unknown.join('", "')}"`, `Name one of ${names.join(", ")}`),
    );
  }
  if (lift.lift === 0) {
    problems.push(
      wrong(
        "lift",
        "a lift of 0: an error relative to it is without bound",
        "Leave the test out, or state its finding",
      ),
    );
  }
  if (lift.confidence < leastConfidence) {
    problems.push(
      wrong(
        "confidence",
        `a confidence of ${lift.confidence} is below ${leastConfidence}`,
        "Leave out tests that are hardly surer than chance",
      ),
    );
  }
  const rows = rowsOf(panel, lift);
  if (rows === undefined || rows.from < window.from || rows.to >= window.to) {
    problems.push(
      wrong(
        "from",
        `the test from ${lift.from} to ${lift.to} is not within the modeled window, ${panel.dates[window.from]} to ${panel.dates[window.to - 1]}`,
        "Leave the test out, or widen model.robyn.window",
      ),
    );
    return problems;
  }
  if (lift.spend === null || unknown.length > 0) return problems;
  const spent = panel.media
    .filter(({ name }) => lift.channels.includes(name))
    .reduce(
      (total, { spend }) => total + spend.subarray(rows.from, rows.to + 1).reduce((sum, each) => sum + each, 0),
      0,
    );
  if (Math.abs(spent - lift.spend) > spendTolerance * lift.spend) {
    problems.push(
      wrong(
        "spend",
        `the test spent ${showNumber(lift.spend)}, the data say ${showNumber(spent)} for its window`,
        "Check the dates and the money of the test; leave spend out to take the data's",
      ),
    );
  }
  return problems;
}
