// docs/configuration.md against the schema: the page lists what there is, and nothing else.
import { readFileSync } from "node:fs";
import { distributionByName, distributionNames } from "@carryover/engine";
import { expect, test } from "vitest";
import { configKeys } from "../../src/data/config/keys.ts";
import { configJsonSchema } from "../../src/data/config/schema.ts";
import { parseConfig } from "../../src/data/parse-config.ts";
import { tableRows } from "./table-rows.ts";

const page = readFileSync(new URL("../../../../docs/configuration.md", import.meta.url), "utf8");

/** Rows of the tables that begin with a key's path. */
const keyRows = tableRows(page, "key");

/** Every key by its full path; those of a prior are the distributions' own, described in a table of their own. */
const schemaPaths = [...configKeys()]
  .flatMap(([path, keys]) => keys.map((key) => (path === "" ? key : `${path}.${key}`)))
  .filter((path) => !path.endsWith(".distribution"));

test("the page has a row for every key of the schema, and for no other", () => {
  expect(keyRows.map(([key]) => key).toSorted()).toEqual(schemaPaths.map((path) => `\`${path}\``).toSorted());
});

test("the defaults on the page are those of the schema", () => {
  const wrong = keyRows.filter(([key, , shown]) => shown !== shownDefault(key.replaceAll("`", "")));
  expect(wrong).toEqual([]);
});

test("the page lists every distribution with its parameters", () => {
  const rows = tableRows(page, "distribution");
  expect(rows.map(([name]) => name)).toEqual(distributionNames.map((name) => `\`${name}\``));
  for (const [name, parameters] of rows) {
    const named = [...parameters.matchAll(/`(\w+)`/g)].map(([, parameter]) => parameter);
    expect(named).toEqual(distributionByName(name.replaceAll("`", ""))?.parameters);
  }
});

test("the page's smallest file is a valid configuration", () => {
  expect(() =>
    parseConfig({
      data: { path: "sales.csv", date: "week", kpi: { column: "revenue" } },
      channels: [
        { name: "tv", spend: "tv_spend" },
        { name: "search", spend: "search_spend", exposure: "search_clicks" },
      ],
      controls: ["price_index"],
      model: { holidays: "US" },
    }),
  ).not.toThrow();
});

interface SchemaNode {
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
}

/** The default as the page shows it: `–` where there is none. */
function shownDefault(path: string): string {
  const node = path
    .replaceAll("[]", ".[]")
    .split(".")
    .reduce<SchemaNode | undefined>((parent, step) => child(parent, step), configJsonSchema() as SchemaNode);
  // The list of controls gets its default where its members are transformed, which JSON Schema cannot say.
  if (path === "controls") return "`[]`";
  if (node?.default === undefined) return "–";
  return typeof node.default === "string" ? `\`${node.default}\`` : `\`${JSON.stringify(node.default)}\``;
}

function child(parent: SchemaNode | undefined, step: string): SchemaNode | undefined {
  const found = step === "[]" ? parent?.items : parent?.properties?.[step];
  if (found !== undefined) return found;
  return parent?.anyOf?.map((branch) => child(branch, step)).find((each) => each !== undefined);
}
