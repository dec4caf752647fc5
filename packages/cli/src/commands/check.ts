// carryover check: is the input sound? Reads configuration and data as a fit would, and says what it found.
import { formatProblem } from "@carryover/mmm";
import { loadProject, type Project, projectOptions } from "../config/project.ts";
import type { Console } from "../console.ts";
import type { Command } from "../options.ts";

export const checkCommand: Command = {
  name: "check",
  summary: "read configuration and data as a fit would, and report every problem at once",
  positionals: [],
  options: projectOptions,
  async run({ values, console }) {
    const project = await loadProject(values);
    reportProject(project, console);
    console.print("Nothing stands in the way of a fit.");
    console.result({ ...projectFacts(project), warnings: project.warnings });
    return "done";
  },
};

/** What was understood of the data: the reader sees a wrong guess before a fit is spent on it. */
export function reportProject(project: Project, console: Console): void {
  const { panel, spec, source } = project;
  const { frequency, dates, geos, kpi, media, organic, treatments, controls, history, currency } = panel;
  const places = geos.length === 1 ? "" : ` × ${geos.length} geos`;
  const spends = media.map(({ spend }) => sum(Array.from(spend)));
  const total = sum(spends);
  console.print(
    `${source}: ${dates.length} ${periodName(frequency)}${places}, ${dates[0]} to ${dates.at(-1)}`,
    `  KPI       ${kpi.name} (${kpi.kind === "revenue" ? currency : "units"})${unseenText(project)}`,
    ...(history === undefined
      ? []
      : [`  history   media of ${history.periods} ${periodName(frequency)} before carry over`]),
    `  spend     ${money(total)} ${currency} over ${media.length} channels: ${media
      .map(({ name }, index) => `${name} ${Math.round((100 * (spends[index] ?? 0)) / total)} %`)
      .join(", ")}`,
    ...(organic === undefined ? [] : [`  organic   ${organic.map(({ name }) => name).join(", ")}`]),
    ...(treatments === undefined
      ? []
      : [
          `  treatment ${treatments.map(({ name, baseline }) => `${name} against ${Number(baseline.toPrecision(4))}`).join(", ")}`,
        ]),
    `  controls  ${controls.map(({ name }) => name).join(", ") || "none"}`,
    `  model     ${spec.kind}, holidays ${spec.robyn?.decomposition?.country ?? spec.holidays.country ?? "none"}`,
  );
  if (project.guessed)
    console.note("The columns were guessed from their names; write the guess down with carryover init.");
  for (const warning of project.warnings) console.note(`Warning: ${formatProblem(warning)}`);
}

/** What of the KPI the fit will not see. */
function unseenText({ panel, spec }: Project): string {
  const cells = panel.kpi.values.length;
  const unknown = panel.kpi.values.filter(Number.isNaN).length;
  const held = spec.holdout?.length ?? 0;
  const parts = [
    ...(unknown === 0 ? [] : [`${unknown} of ${cells} values not known`]),
    ...(held === 0 ? [] : [`${held} held out`]),
  ];
  return parts.length === 0 ? "" : `; ${parts.join(", ")}`;
}

function projectFacts({ panel, spec, source }: Project): object {
  return {
    data: source,
    digest: panel.digest,
    frequency: panel.frequency,
    periods: panel.dates.length,
    firstDate: panel.dates[0],
    lastDate: panel.dates.at(-1),
    geos: panel.geos,
    kpi: panel.kpi.name,
    unknownKpi: panel.kpi.values.filter(Number.isNaN).length,
    heldOut: spec.holdout?.length ?? 0,
    historyPeriods: panel.history?.periods ?? 0,
    channels: panel.media.map(({ name }) => name),
    organic: (panel.organic ?? []).map(({ name }) => name),
    treatments: (panel.treatments ?? []).map(({ name }) => name),
    controls: panel.controls.map(({ name }) => name),
    model: spec.kind,
  };
}

function periodName(frequency: Project["panel"]["frequency"]): string {
  return { daily: "days", weekly: "weeks", monthly: "months" }[frequency];
}

export function money(value: number): string {
  return Math.round(value).toLocaleString("en-US").replaceAll(",", "\u202F");
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
