// What a configuration asks for beyond channels and calendar that the data or the model do not allow.
import { daysBetween } from "../calendar/dates.ts";
import type { Config } from "../data/config/config.ts";
import type { Panel } from "../data/panel.ts";
import { showNumber } from "../data/show-cell.ts";
import type { Problem } from "../errors.ts";

/** Empty where all of it can be fitted. The seed's model has its own list of what it refuses. */
export function structureProblems(panel: Panel, config: Config, holdout: readonly number[]): Problem[] {
  if (config.model.kind === "adelon") return [];
  return [
    ...geoProblems(panel, config),
    ...likelihoodProblems(panel, config, holdout),
    ...changepointProblems(panel, config),
    ...eventProblems(panel, config),
  ];
}

function geoProblems({ geos }: Panel, { model, events }: Config): Problem[] {
  if (geos.length === 1) return [];
  const refused: [boolean, readonly string[], string][] = [
    [model.likelihood !== "normal", ["model", "likelihood"], `a ${model.likelihood} likelihood`],
    [model.time_varying.intercept !== null, ["model", "time_varying", "intercept"], "a time-varying intercept"],
    [model.time_varying.media !== null, ["model", "time_varying", "media"], "time-varying media"],
    [events.length > 0, ["events"], "events"],
  ];
  return refused.flatMap(([isAsked, path, what]): Problem[] =>
    isAsked
      ? [
          {
            code: "national-only",
            severity: "error",
            path,
            found: `${what} for ${geos.length} geos: it belongs to national models`,
            remedy: "Leave it out, or sum the geos to one national series",
          },
        ]
      : [],
  );
}

/** Which values a likelihood has a probability for. */
function likelihoodProblems({ kpi, dates }: Panel, { model }: Config, holdout: readonly number[]): Problem[] {
  const held = new Set(holdout);
  const isOutside =
    model.likelihood === "log-normal"
      ? (value: number) => !(value > 0)
      : (value: number) => !(Number.isInteger(value) && value >= 0);
  if (model.likelihood !== "log-normal" && model.likelihood !== "negative-binomial") return [];
  const isWrong = (value: number, cell: number): boolean => !held.has(cell) && isOutside(value);
  const first = kpi.values.findIndex(isWrong);
  if (first < 0) return [];
  const count = kpi.values.filter(isWrong).length;
  const wanted = model.likelihood === "log-normal" ? "values above 0" : "counts: whole numbers from 0";
  return [
    {
      code: "likelihood-kpi",
      severity: "error",
      column: kpi.name,
      path: ["model", "likelihood"],
      found: `a ${model.likelihood} likelihood takes ${wanted}; ${count === 1 ? "one value is not" : `${count} values are not`}, the first ${showNumber(kpi.values[first])} on ${dates[first % dates.length]}`,
      remedy: "Choose model.likelihood normal or student-t, or correct the column",
    },
  ];
}

function changepointProblems({ dates }: Panel, { model }: Config): Problem[] {
  const { changepoints, trend } = model;
  if (changepoints === null) return [];
  const problem = (found: string, remedy: string): Problem => ({
    code: "changepoint-range",
    severity: "error",
    path: ["model", "changepoints"],
    found,
    remedy,
  });
  if (trend === "none") {
    return [problem("changepoints of a trend that model.trend leaves out", "Leave out one of the two")];
  }
  if (typeof changepoints === "number") return [];
  const outside = changepoints.filter(
    (date) => daysBetween(dates[0], date) <= 0 || daysBetween(date, dates[dates.length - 1]) <= 0,
  );
  if (outside.length === 0) return [];
  return [
    problem(
      `${outside.join(", ")} is not between the first and the last date, ${dates[0]} and ${dates[dates.length - 1]}`,
      "Name dates within the data",
    ),
  ];
}

function eventProblems({ dates }: Panel, { events }: Config): Problem[] {
  const problem = (index: number, code: string, found: string, remedy: string): Problem => ({
    code,
    severity: "error",
    path: ["events", index],
    found,
    remedy,
  });
  return events.flatMap(({ name, start, end }, index): Problem[] => {
    if (events.findIndex((each) => each.name === name) < index) {
      return [problem(index, "repeated-name", `two events are called "${name}"`, "Give each a name of its own")];
    }
    if (daysBetween(start, end) < 0) {
      return [
        problem(index, "event-range", `event "${name}" ends ${end}, before it starts ${start}`, "Swap the dates"),
      ];
    }
    if (daysBetween(dates[0], end) < 0 || daysBetween(start, dates[dates.length - 1]) < 0) {
      const range = `${dates[0]} to ${dates[dates.length - 1]}`;
      return [
        problem(index, "event-range", `event "${name}" lies outside the data, ${range}`, "Leave it out, or correct it"),
      ];
    }
    return [];
  });
}
