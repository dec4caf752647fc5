// What of a panel and a configuration a search in Robyn's manner cannot use, said all at once.
import type { Config } from "../data/config/config.ts";
import { controlName } from "../data/config/control-name.ts";
import type { ConfigRobynChannel, DecompositionPart } from "../data/config/frameworks.ts";
import type { Panel } from "../data/panel.ts";
import type { Problem } from "../errors.ts";
import { robynLifts } from "./robyn-lifts.ts";
import type { RobynWindow } from "./robyn-window.ts";

export interface RobynQuestion {
  readonly panel: Panel;
  readonly config: Config;
  readonly holdout: readonly number[];
  /** Undefined where the panel has no period in it. */
  readonly window: RobynWindow | undefined;
  readonly parts: readonly DecompositionPart[];
}

export function robynProblems(question: RobynQuestion): Problem[] {
  const { panel, config, window } = question;
  return [
    ...geoProblems(panel),
    ...fixedSettings(config),
    ...rangeProblems(config),
    ...partProblems(question),
    ...signProblems(question),
    ...reachProblems(panel),
    ...(window === undefined ? [windowProblem(panel, config)] : windowProblems(question, window)),
  ];
}

function problem(code: string, path: readonly (string | number)[], found: string, remedy: string): Problem {
  return { code, severity: "error", path, found, remedy };
}

function geoProblems({ geos }: Panel): Problem[] {
  if (geos.length === 1) return [];
  return [
    problem(
      "geo-not-modeled",
      ["model", "kind"],
      `the data have ${geos.length} geos, but model "robyn" is national`,
      'Sum the geos to one national series, or choose model "default" or "meridian"',
    ),
  ];
}

/** What the configuration sets but a search has no choice of: said, not ignored. */
function fixedSettings({ channels, organic, model, events }: Config): Problem[] {
  const refused = (path: readonly (string | number)[], setting: string, remedy: string): Problem =>
    problem("fixed-in-robyn", path, `model "robyn" has no choice of ${setting}`, remedy);
  const ofSeries = (
    list: "channels" | "organic",
    each: Config["organic"][number] | Config["channels"][number],
    index: number,
  ): Problem[] => [
    ...(each.adstock === null
      ? []
      : [refused([list, index, "adstock"], "adstock by channel", "Leave it out, and set model.robyn.adstock for all")]),
    ...(each.saturation === null
      ? []
      : [refused([list, index, "saturation"], "saturation", "Leave it out: it is Hill's")]),
    ...(each.order === "adstock-first" ? [] : [refused([list, index, "order"], "order", "Leave it out")]),
    ...(Object.keys(each.priors).length === 0
      ? []
      : [
          refused(
            [list, index, "priors"],
            "priors",
            `Leave them out, and state the ranges to search in ${list}[${index}].robyn`,
          ),
        ]),
  ];
  const ofModel: readonly (readonly [boolean, string, string])[] = [
    [model.trend !== null, "trend", "trend"],
    [model.yearly_order !== null, "yearly_order", "the season's order"],
    [model.year_start !== null, "year_start", "where the year starts"],
    [model.day_of_week !== null, "day_of_week", "days of the week"],
    [model.changepoints !== null, "changepoints", "changepoints"],
    [model.time_varying.intercept !== null || model.time_varying.media !== null, "time_varying", "what varies in time"],
    [model.likelihood !== "normal", "likelihood", "likelihood"],
    [model.knots !== null, "knots", "knots"],
    [Object.keys(model.priors).length > 0, "priors", "priors"],
  ];
  return [
    ...channels.flatMap((channel, index) => ofSeries("channels", channel, index)),
    ...organic.flatMap((each, index) => ofSeries("organic", each, index)),
    ...ofModel.flatMap(([isSet, key, setting]) =>
      isSet
        ? [refused(["model", key], setting, "Leave it out; model.robyn.decomposition says what is taken apart")]
        : [],
    ),
    ...(events.length === 0 ? [] : [refused(["events"], "events", "Give them as controls, columns of 0 and 1")]),
  ];
}

/** Within these a transform is defined. */
const hardLimits: Readonly<
  Record<
    keyof ConfigRobynChannel,
    { readonly least: number; readonly most: number; readonly text: string; readonly isOpenAt: number }
  >
> = {
  alpha: { least: 0, most: 10, text: "above 0 and below 10", isOpenAt: 0 },
  gamma: { least: 0, most: 1, text: "above 0 and up to 1", isOpenAt: 0 },
  theta: { least: 0, most: 1, text: "from 0 to below 1", isOpenAt: 1 },
  shape: { least: 0, most: 20, text: "from 0 to below 20", isOpenAt: 20 },
  scale: { least: 0, most: 1, text: "from 0 to 1", isOpenAt: Number.NaN },
};

function rangeProblems({ channels, organic, model }: Config): Problem[] {
  const isWeibull = model.robyn.adstock !== "geometric";
  const unused: readonly (keyof ConfigRobynChannel)[] = isWeibull ? ["theta"] : ["shape", "scale"];
  const ofSeries = (list: string, ranges: ConfigRobynChannel, index: number): Problem[] =>
    (Object.keys(hardLimits) as (keyof ConfigRobynChannel)[]).flatMap((key) => {
      const range = ranges[key];
      if (range === null) return [];
      const path = [list, index, "robyn", key];
      if (unused.includes(key)) {
        return [
          problem(
            "robyn-range",
            path,
            `${key} belongs to ${isWeibull ? "geometric" : "Weibull"} adstock, and model.robyn.adstock is ${model.robyn.adstock}`,
            "Leave it out",
          ),
        ];
      }
      const { least, most, text, isOpenAt } = hardLimits[key];
      const isInside = range.every((value) => value >= least && value <= most && value !== isOpenAt);
      if (isInside && !(key === "alpha" && range[1] === most)) return [];
      return [
        problem("robyn-range", path, `${key} is searched from ${range[0]} to ${range[1]}`, `Choose a range ${text}`),
      ];
    });
  const [low, high] = model.robyn.train_share;
  return [
    ...channels.flatMap(({ robyn }, index) => ofSeries("channels", robyn, index)),
    ...organic.flatMap(({ robyn }, index) => ofSeries("organic", robyn, index)),
    ...(low >= 0.1 && high <= 1
      ? []
      : [
          problem(
            "robyn-range",
            ["model", "robyn", "train_share"],
            `the share that trains is searched from ${low} to ${high}`,
            "Choose a range from 0.1 to 1",
          ),
        ]),
  ];
}

function partProblems({ panel, config, parts }: RobynQuestion): Problem[] {
  const path = ["model", "robyn", "decomposition"];
  return [
    ...(parts.includes("holiday") && config.model.holidays === null
      ? [
          problem(
            "robyn-decomposition",
            path,
            "holidays are asked for without a country",
            "Set model.holidays, such as DE, or leave the part out",
          ),
        ]
      : []),
    ...(parts.includes("weekday") && panel.frequency !== "daily"
      ? [
          problem(
            "robyn-decomposition",
            path,
            `days of the week are asked for of ${panel.frequency} data`,
            "Leave the part out",
          ),
        ]
      : []),
  ];
}

function signProblems({ panel, config, parts }: RobynQuestion): Problem[] {
  const { media, organic = [], controls, treatments = [] } = panel;
  const known = [...parts, ...[media, organic, controls, treatments].flatMap((list) => list.map(({ name }) => name))];
  return (
    Object.keys(config.model.robyn.signs)
      .filter((name) => !known.includes(name))
      // A fold may go without a series that does not vary in it.
      .filter((name) => !statedNames(config).includes(name))
      .map((name) =>
        problem(
          "robyn-sign",
          ["model", "robyn", "signs", name],
          `there is nothing called "${name}"`,
          `Name one of ${known.join(", ")}`,
        ),
      )
  );
}

function statedNames({ channels, organic, controls, treatments }: Config): string[] {
  return [
    ...channels.map(({ name }) => name),
    ...organic.map(({ name }) => name),
    ...controls.map(controlName),
    ...treatments.map(({ column }) => column),
  ];
}

function reachProblems({ media, organic = [] }: Panel): Problem[] {
  const ofSeries = (
    list: string,
    series: readonly { readonly name: string; readonly frequency?: Float64Array }[],
  ): Problem[] =>
    series.flatMap(({ name, frequency }, index) =>
      frequency === undefined
        ? []
        : [
            problem(
              "robyn-media",
              [list, index, "reach"],
              `"${name}" is told by reach and frequency, which model "robyn" does not tell apart`,
              "Give its impressions (reach times frequency) as exposure",
            ),
          ],
    );
  return [...ofSeries("channels", media), ...ofSeries("organic", organic)];
}

function windowProblem({ dates }: Panel, { model }: Config): Problem {
  const { from, to } = model.robyn.window ?? { from: "", to: "" };
  return problem(
    "robyn-window",
    ["model", "robyn", "window"],
    `no period begins within ${from} to ${to}; the data run from ${dates[0]} to ${dates.at(-1)}`,
    "Choose a window within the data",
  );
}

function windowProblems({ panel, config, holdout }: RobynQuestion, window: RobynWindow): Problem[] {
  const unseen = new Set(holdout);
  const { values } = panel.kpi;
  let seen = 0;
  for (let row = window.from; row < window.to; row += 1) if (!unseen.has(row) && !Number.isNaN(values[row])) seen += 1;
  const columns =
    panel.media.length + (panel.organic?.length ?? 0) + panel.controls.length + (panel.treatments?.length ?? 0);
  const short =
    seen > columns + 1
      ? []
      : [
          problem(
            "robyn-window",
            ["model", "robyn", "window"],
            `${seen} periods with a known KPI for ${columns} series`,
            "Widen the window, or leave series out",
          ),
        ];
  const idle = panel.media.flatMap(({ name, exposure, spend }, index) => {
    const total = (series: Float64Array): number =>
      series.subarray(window.from, window.to).reduce((sum, value) => sum + value, 0);
    if (total(spend) > 0 && total(exposure) > 0) return [];
    return [
      problem(
        "robyn-media",
        ["channels", index],
        `"${name}" has ${total(spend) > 0 ? "no exposure" : "no spend"} from ${panel.dates[window.from]} to ${panel.dates[window.to - 1]}: its exposure has no cost`,
        "Leave it out, or widen the window to when it ran",
      ),
    ];
  });
  return [...short, ...idle, ...robynLifts(panel, config.model.robyn, window).problems];
}
