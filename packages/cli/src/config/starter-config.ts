// The commented YAML that `init` writes from a table's columns: a first guess, meant to be read and corrected.
import { configSchema, modelSampler, type Suggestion } from "@carryover/mmm";

export interface StarterOptions {
  readonly suggestion: Suggestion;
  /** Path of the data, relative to the YAML. */
  readonly dataPath: string;
  /** File name of the JSON Schema beside the YAML. */
  readonly schemaName: string;
}

export function starterConfig({ suggestion, dataPath, schemaName }: StarterOptions): string {
  const { config, ignored, notes } = suggestion;
  const { data, channels, organic, controls, model } = config;
  const { kpi } = data;
  const lines = [
    `# yaml-language-server: $schema=${schemaName}`,
    "# What each column means, guessed from its name: check every line, then run  carryover check",
    ...notes.map((note) => `# TO CHECK: ${note}`),
    "",
    "data:",
    `  path: ${scalar(dataPath)}`,
    `  date: ${scalar(data.date)}`,
    ...optional("  geo", data.geo, "one row per date and geo"),
    ...optional("  population", data.population, "people per geo"),
    ...optional("  frequency", data.frequency, "daily, weekly or monthly; detected when left out"),
    ...optional("  decimal", data.decimal),
    ...optional("  thousands", data.thousands),
    `  currency: ${data.currency}`,
    "  kpi:",
    `    column: ${scalar(kpi.column)}  # what media is meant to move`,
    `    kind: ${kpi.kind}  # revenue (money) or units`,
    ...(kpi.kind === "units" && kpi.revenue_per_kpi === undefined
      ? ["    # revenue_per_kpi: 25  # money per unit, a number or a column: without it ROI is in units per money"]
      : optional("    revenue_per_kpi", kpi.revenue_per_kpi)),
    ...(data.history === true ? ["  history: true  # media before the KPI begins carry over"] : []),
    ...(data.ragged === true ? ["  ragged: true  # geos may begin later, end earlier or miss rows"] : []),
    ...optional("  holdout", data.holdout, "1 where the KPI is kept from the fit"),
    "",
    "# The paid channels. `exposure` (impressions, clicks) is what the model transforms; without it, spend itself.",
    ...(channels.length === 0
      ? ["channels: []  # list at least one: - { name: tv, spend: tv_spend }"]
      : ["channels:", ...channels.flatMap(channelLines)]),
    "",
    ...(organic.length === 0
      ? []
      : [
          "# Channels that cost nothing.",
          "organic:",
          ...organic.flatMap(({ name, ...columns }) => [`  - name: ${scalar(name)}`, ...exposureLines(columns)]),
          "",
        ]),
    "# What else moves the KPI. Leave out whatever media itself moves: clicks, sessions, leads.",
    ...(controls.length === 0 ? ["controls: []"] : ["controls:", ...controls.map(controlLine)]),
    "# What you set yourself, such as a price or promotions, may be a treatment instead: it gets a contribution of its own.",
    "#   treatments: [{ column: promo, baseline: min }]",
    ...(ignored.length === 0
      ? []
      : ["# Left out:", ...ignored.map(({ column, reason }) => `#   ${column}: ${reason}`)]),
    "",
    "model:",
    `  kind: ${model.kind}  # default, adelon (the seed project's model), pymc-marketing, meridian or robyn`,
    model.holidays === undefined
      ? "  # holidays: US  # country of the holiday calendar"
      : `  holidays: ${scalar(model.holidays)}  # country of the holiday calendar`,
    ...modelHints,
    "",
    ...samplerLines(),
  ];
  return `${lines.join("\n")}\n`;
}

const modelHints: readonly string[] = [
  "  # yearly_order: 3      # sine and cosine pairs of the yearly season",
  "  # trend: linear        # or none",
  "  # day_of_week: true    # daily data only",
  "# Per channel, where you know better than the defaults:",
  "#   adstock: { kind: geometric, window: 13 }",
  "#   saturation: { kind: hill }",
  "#   priors: { roi: { distribution: log-normal, mu: 0.2, sigma: 0.9 } }",
];

/** A column of numbers, or the rows of a column of words that have the word. */
function controlLine(control: Suggestion["config"]["controls"][number]): string {
  if (typeof control === "string") return `  - ${scalar(control)}`;
  return `  - { column: ${scalar(control.column)}, is: ${scalar(control.is)} }`;
}

function channelLines({ name, spend, ...columns }: Suggestion["config"]["channels"][number]): string[] {
  return [`  - name: ${scalar(name)}`, `    spend: ${scalar(spend)}`, ...exposureLines(columns)];
}

function exposureLines({
  exposure,
  reach,
  frequency,
}: Omit<Suggestion["config"]["organic"][number], "name">): string[] {
  return [
    ...optional("    exposure", exposure),
    ...optional("    reach", reach, "people reached"),
    ...optional("    frequency", frequency, "how often each"),
  ];
}

/** The sampler's defaults, read off the schema so that they cannot go stale. */
function samplerLines(): string[] {
  const sampler = modelSampler(
    configSchema.parse({
      data: { path: "x", date: "x", kpi: { column: "y" } },
      channels: [{ name: "z", spend: "z" }],
    }),
  );
  const comments: Readonly<Record<string, string>> = {
    chains: "independent; four let convergence be checked",
    draws: "kept draws per chain",
    seed: "same data, configuration and seed: same draws",
  };
  return [
    "sampler:",
    ...Object.entries(sampler).map(([key, value]) => {
      const comment = comments[key];
      return `  ${key}: ${value}${comment === undefined ? "" : `  # ${comment}`}`;
    }),
  ];
}

function optional(key: string, value: string | undefined, comment?: string): string[] {
  if (value === undefined) return [];
  return [`${key}: ${scalar(value)}${comment === undefined ? "" : `  # ${comment}`}`];
}

/** A text as YAML: as it is when nothing in it means anything to YAML, else quoted. */
export function scalar(text: string): string {
  const isPlain = /^[A-Za-z_][\w./-]*$/.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return isPlain ? text : JSON.stringify(text);
}
