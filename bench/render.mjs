// Writes measured figures into README.md: node bench/render.mjs FIGURES.json [PEERS.json]
import { readFileSync, writeFileSync } from "node:fs";
import { peerTables } from "./peers/tables.mjs";
import { markdown, tablesOf } from "./tables.mjs";

const readme = new URL("README.md", import.meta.url);
const between = /(<!-- results -->\n).*(<!-- \/results -->)/s;

const runs = process.argv.slice(2).map((path) => JSON.parse(lastLine(readFileSync(path, "utf8"))));
const text = runs.map(rendered).join("\n");
const before = readFileSync(readme, "utf8");
if (!between.test(before)) throw new Error("README.md has no place for results");
writeFileSync(
  readme,
  before.replace(between, (_, start, end) => `${start}\n${text}\n${end}`),
);

function rendered(figures) {
  const { date, machine, versions, isQuick = false } = figures;
  if (isQuick) throw new Error("figures of a quick run are not for quoting");
  const where = `${date}, ${machine.cores} × ${machine.processor}, ${machine.memoryGigabytes} GB, Node ${versions.node}, commit ${versions.commit}.`;
  const tables = [...tablesOf(figures), ...peerTables(figures)];
  return [where, ...tables.map((table) => `**${table.title}**\n\n${markdown(table)}`), ""].join("\n\n");
}

function lastLine(printed) {
  return printed.trim().split("\n").at(-1);
}
