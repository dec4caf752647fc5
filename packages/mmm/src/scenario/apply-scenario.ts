// Carries a scenario's changes out on a plan, one after another, and says everything that cannot be done.
import { periodWord } from "../calendar/periods.ts";
import type { Panel } from "../data/panel.ts";
import { type Problem, SpecError } from "../errors.ts";
import { formatChange } from "./format-scenario.ts";
import { adjust, type Cells, changeCost, type Refusal, setSpend, shift } from "./media-changes.ts";
import { type Horizon, periodsInWindow } from "./periods-in-window.ts";
import type { Change, Channels, ControlChange, Scenario } from "./scenario.ts";
import { contextOf, copyPlan, type ScenarioPlan } from "./scenario-plan.ts";

/** What a change is carried out on. */
export interface PlanSetting {
  /** The periods the plan covers, those beyond the data included. */
  readonly panel: Panel;
  readonly horizon: Horizon;
}

export interface AppliedScenario {
  readonly plan: ScenarioPlan;
  /** Number of periods that each change touches, in their order. */
  readonly periods: readonly number[];
}

/**
 * @throws SpecError with every change that cannot be carried out: no period of the horizon in its window, nothing to take away,
 *   more taken than is there
 */
export function applyScenario(base: ScenarioPlan, scenario: Scenario, setting: PlanSetting): AppliedScenario {
  const plan = copyPlan(base);
  const problems: Problem[] = [];
  const periods = scenario.changes.map((change) => {
    const cells = cellsOf(change, setting);
    const refused = cells.periods.length === 0 ? emptyWindow(setting) : carryOut(plan, change, cells, setting);
    if (refused !== undefined) {
      const found = `scenario "${scenario.name}", "${formatChange(change)}": ${refused.found}`;
      problems.push({ severity: "error", value: formatChange(change), ...refused, found });
    }
    return cells.periods.length;
  });
  if (problems.length > 0) throw new SpecError(problems);
  return { plan, periods };
}

function cellsOf({ window, geos }: Change, { panel, horizon }: PlanSetting): Cells {
  return {
    panel,
    periods: periodsInWindow(panel.dates, panel.frequency, horizon, window),
    geos: (geos ?? panel.geos).map((name) => panel.geos.indexOf(name)),
  };
}

function emptyWindow({ panel, horizon }: PlanSetting): Refusal {
  const { dates, frequency } = panel;
  const word = periodWord(frequency);
  return {
    code: "empty-window",
    found: `no ${word} of the horizon (${dates[horizon.first]} to ${dates[horizon.last]}) lies mostly in this window`,
    remedy: "Choose a window inside the horizon, or another horizon with --horizon or --from and --to",
  };
}

function carryOut(plan: ScenarioPlan, change: Change, cells: Cells, { panel }: PlanSetting): Refusal | undefined {
  const channels = (names: Channels): number[] =>
    panel.media.flatMap(({ name }, index) => (names === "all" || names.includes(name) ? [index] : []));
  switch (change.kind) {
    case "shift":
      return shift(plan, { from: channels(change.from), to: channels(change.to), step: change.step }, cells);
    case "adjust":
      return adjust(plan, channels(change.channels), change.step, cells);
    case "set":
      return setSpend(plan, channels(change.channels), change.amount, cells);
    case "cost":
      return changeCost(plan, channels(change.channels), factorOf(change.step), cells);
    case "control":
      return changeControl(plan, change, cells);
    case "value":
      forEachCell(cells, (cell) => {
        plan.revenuePerKpi[cell] *= factorOf(change.step);
      });
      return undefined;
  }
}

function changeControl(plan: ScenarioPlan, { control, step }: ControlChange, cells: Cells): undefined {
  const values = plan.controls[contextOf(cells.panel).findIndex(({ name }) => name === control)];
  forEachCell(cells, (cell) => {
    if (step.unit === "to") values[cell] = step.value;
    else if (step.unit === "add") values[cell] += step.value;
    else values[cell] *= factorOf(step);
  });
}

/** 1.2 of +20 %. */
function factorOf(step: { readonly unit: "percent" | "factor"; readonly value: number }): number {
  return step.unit === "factor" ? step.value : 1 + step.value / 100;
}

function forEachCell({ panel, periods, geos }: Cells, visit: (cell: number) => void): void {
  for (const geo of geos) for (const period of periods) visit(geo * panel.dates.length + period);
}
