// What a configuration asks of Meridian's model that the data or the model do not allow.

import type { Config } from "../data/config/config.ts";
import type { Panel } from "../data/panel.ts";
import type { Problem } from "../errors.ts";
import { sizeProblems } from "./geo-spec.ts";
import { statedPriorKinds } from "./meridian-spec.ts";
import { hasNoPrice } from "./resolve-meridian-channels.ts";
import type { Scales } from "./spec.ts";

type Path = readonly (string | number)[];

/** Empty where a specification can be made; priors are looked at in that. */
export function meridianProblems(panel: Panel, config: Config, holdout: readonly number[]): Problem[] {
  return [
    ...foreignSettings(config),
    ...transformProblems(config),
    ...beliefProblems(panel, config),
    ...knotProblems(panel, config),
    ...calibrationProblems(panel, config),
    ...(panel.geos.length > 1 && config.data.population === null ? sizeProblems(panel, holdout) : []),
    ...baselineProblems(panel, config),
  ];
}

/** What has no measure in the cells that are learned from: a channel that was never on there, shares of a KPI worth nothing. */
export function unmeasuredProblems(
  { channels, organic, treatments, data, model }: Config,
  scales: Scales,
  totalOutcome: number,
): Problem[] {
  const { meridian } = model;
  const silent = (list: "channels" | "organic", names: readonly string[], units: readonly number[]): Problem[] =>
    units.flatMap((unit, index): Problem[] =>
      unit > 0
        ? []
        : [
            {
              code: "no-spend",
              severity: "error",
              path: [list, index],
              found: `channel "${names[index]}" was never on in the periods that are learned from`,
              remedy: "Leave it out, or take more periods",
            },
          ],
    );
  const names = (list: readonly { readonly name: string }[]): string[] => list.map(({ name }) => name);
  const isShare = (priors: Readonly<Record<string, unknown>>, usual: string): boolean =>
    (statedPriorKinds(priors)[0] ?? usual) === "contribution";
  const shares =
    channels.some(({ priors }) => isShare(priors, meridian.paid_prior)) ||
    organic.some(({ priors }) => isShare(priors, meridian.organic_prior)) ||
    (treatments.length > 0 && meridian.treatment_prior === "contribution");
  return [
    ...silent("channels", names(channels), scales.media),
    ...silent("organic", names(organic), scales.organic ?? []),
    ...(!shares || totalOutcome > 0
      ? []
      : [
          {
            code: "kpi-not-positive",
            severity: "error" as const,
            column: data.kpi.column,
            found: `the KPI is worth ${totalOutcome} in all, so that nothing can have a share of it`,
            remedy: "State priors of returns and coefficients, or choose a KPI that is above 0 on the whole",
          },
        ]),
  ];
}

function refusal(path: Path, found: string, remedy: string): Problem {
  return { code: "not-in-meridian", severity: "error", path, found, remedy };
}

/** Parts of other models that Meridian's has not: said, not ignored. */
function foreignSettings({ model, events }: Config): Problem[] {
  const refused = (path: Path, what: string): Problem =>
    refusal(path, `model "meridian" has no ${what}`, 'Leave it out, or choose model "default"');
  const { time_varying, priors } = model;
  return [
    ...(model.trend === "linear" ? [refused(["model", "trend"], "linear trend: its knots are the trend")] : []),
    ...(model.yearly_order ? [refused(["model", "yearly_order"], "yearly season: its knots are the season")] : []),
    ...(model.day_of_week === true ? [refused(["model", "day_of_week"], "day-of-week effects")] : []),
    ...(model.holidays === null ? [] : [refused(["model", "holidays"], "holidays")]),
    ...(model.changepoints === null ? [] : [refused(["model", "changepoints"], "changepoints")]),
    ...(time_varying.intercept === null ? [] : [refused(["model", "time_varying", "intercept"], "smooth intercept")]),
    ...(time_varying.media === null ? [] : [refused(["model", "time_varying", "media"], "varying media")]),
    ...(model.likelihood === "normal" ? [] : [refused(["model", "likelihood"], `${model.likelihood} likelihood`)]),
    ...(model.knots === null
      ? []
      : [refusal(["model", "knots"], "model.knots belongs to the default model", "Set model.meridian.knots")]),
    ...(events.length === 0 ? [] : [refused(["events"], "events")]),
    ...Object.keys(priors).map((name) =>
      refusal(
        ["model", "priors", name],
        `model.priors.${name} belongs to other models`,
        "Set the prior under model.meridian.priors",
      ),
    ),
  ];
}

const adstocks = ["none", "geometric", "binomial"];
const saturations = ["none", "hill", "michaelis-menten"];

function transformProblems({ channels, organic }: Config): Problem[] {
  const lists = { channels, organic };
  const problemsOf = (list: "channels" | "organic"): Problem[] =>
    lists[list].flatMap(({ name, adstock, saturation }, index) => [
      ...(adstock === null || adstocks.includes(adstock.kind)
        ? []
        : [
            refusal(
              [list, index, "adstock", "kind"],
              `channel "${name}" has ${adstock.kind} adstock, which Meridian's model does not know`,
              `Choose ${adstocks.join(", ")}`,
            ),
          ]),
      ...(adstock?.normalize === false
        ? [
            refusal(
              [list, index, "adstock", "normalize"],
              `channel "${name}": Meridian's lag weights always sum to one`,
              "Leave it out",
            ),
          ]
        : []),
      ...(saturation === null || saturations.includes(saturation.kind)
        ? []
        : [
            refusal(
              [list, index, "saturation", "kind"],
              `channel "${name}" has ${saturation.kind} saturation, which Meridian's model does not know`,
              `Choose ${saturations.join(", ")}`,
            ),
          ]),
    ]);
  return [...problemsOf("channels"), ...problemsOf("organic")];
}

/** A channel has one belief about what it brings, and one that its data can be measured against. */
function beliefProblems(panel: Panel, config: Config): Problem[] {
  const { channels, organic, model } = config;
  const several = (name: string, kinds: readonly string[], path: Path): Problem[] =>
    kinds.length < 2
      ? []
      : [
          {
            code: "several-priors",
            severity: "error",
            path,
            found: `channel "${name}" has priors of ${kinds.join(" and ")}, which say the same thing twice`,
            remedy: "Keep one of them",
          },
        ];
  const paid = channels.flatMap(({ name, priors }, index): Problem[] => {
    const path = ["channels", index, "priors"];
    const kinds = statedPriorKinds(priors);
    const [kind = model.meridian.paid_prior] = kinds;
    const unpriced = kind === "mroi" && kinds.length === 0 && hasNoPrice(panel, config);
    return [
      ...several(name, kinds, path),
      ...(unpriced
        ? [
            {
              code: "no-price",
              severity: "error" as const,
              path,
              found: `channel "${name}" has no prior of its marginal return, and the usual one is in money while a unit of the KPI has no price`,
              remedy: "State its prior mroi, or set data.kpi.revenue_per_kpi",
            },
          ]
        : []),
      ...(kind === "coefficient" || kind === "contribution" || sum(panel.media[index].spend) > 0
        ? []
        : [
            {
              code: "no-spend",
              severity: "error" as const,
              path,
              found: `channel "${name}" has cost nothing, so that its ${kind} means nothing`,
              remedy: "State a prior of its contribution, or list it under organic",
            },
          ]),
    ];
  });
  const free = organic.flatMap(({ name, priors }, index): Problem[] => {
    const path = ["organic", index, "priors"];
    const kinds = statedPriorKinds(priors);
    return [
      ...several(name, kinds, path),
      ...kinds.flatMap((kind) =>
        kind === "roi" || kind === "mroi"
          ? [
              refusal(
                [...path, kind],
                `organic channel "${name}" costs nothing and has no return`,
                "State a contribution",
              ),
            ]
          : [],
      ),
    ];
  });
  return [...paid, ...free];
}

function knotProblems({ dates }: Panel, { model }: Config): Problem[] {
  const { knots } = model.meridian;
  const problem = (found: string, remedy: string): Problem[] => [
    {
      code: "knots-range",
      severity: "error",
      path: ["model", "meridian", "knots"],
      value: String(knots),
      found,
      remedy,
    },
  ];
  if (typeof knots === "number" && knots > dates.length) {
    return problem(`${knots} knots for ${dates.length} periods`, `Choose 1 to ${dates.length}`);
  }
  if (typeof knots !== "object" || knots === null) return [];
  const outside = knots.filter((row) => row >= dates.length);
  if (outside.length > 0) {
    return problem(
      `knots at ${outside.join(", ")}, but the rows of ${dates.length} periods end at ${dates.length - 1}`,
      "Count rows from 0",
    );
  }
  return new Set(knots).size === knots.length ? [] : problem("a knot stands twice", "List each row once");
}

function calibrationProblems({ dates, history }: Panel, { channels, model }: Config): Problem[] {
  return channels.flatMap(({ name, calibration_period, priors }, index): Problem[] => {
    if (calibration_period === null) return [];
    const path = ["channels", index, "calibration_period"];
    const [kind = model.meridian.paid_prior] = statedPriorKinds(priors);
    if (kind !== "roi") {
      return [
        refusal(path, `channel "${name}" has a prior of ${kind}, which is about all periods`, "State a prior roi"),
      ];
    }
    const { from, to } = calibration_period;
    const isEmpty = to < from || to < dates[0] || from > dates[dates.length - 1];
    if (!isEmpty) return [];
    return [
      {
        code: "calibration-period",
        severity: "error",
        path,
        found: `from ${from} to ${to} there is no period of the data, which go from ${dates[0]} to ${dates[dates.length - 1]}${history === undefined ? "" : ", media history aside"}`,
        remedy: "Correct the days",
      },
    ];
  });
}

function baselineProblems({ geos }: Panel, { model }: Config): Problem[] {
  const { baseline_geo } = model.meridian;
  if (baseline_geo === null || geos.includes(baseline_geo)) return [];
  return [
    {
      code: "unknown-geo",
      severity: "error",
      path: ["model", "meridian", "baseline_geo"],
      value: baseline_geo,
      found: `there is no geo "${baseline_geo}"`,
      remedy: `Choose one of ${geos.slice(0, 5).join(", ")}${geos.length > 5 ? ", …" : ""}`,
    },
  ];
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
