// Writes measured figures into README.md: node bench/render.mjs FIGURES.json [PEERS.json], node bench/render.mjs DECISIONS.json, likewise TRIANGULATION.json
import { readFileSync, writeFileSync } from "node:fs";
import { decisionTables } from "./decisions/tables.mjs";
import { peerTables } from "./peers/tables.mjs";
import { markdown, tablesOf } from "./tables.mjs";
import { triangulationTables } from "./triangulation/tables.mjs";

const readme = new URL("README.md", import.meta.url);
const runs = process.argv.slice(2).map((path) => JSON.parse(lastLine(readFileSync(path, "utf8"))));
const isDecisions = (figures) => figures.decisions !== undefined;
const isTriangulation = (figures) => figures.triangulation !== undefined;
const places = {
  results: runs.filter((figures) => !isDecisions(figures) && !isTriangulation(figures)),
  decisions: runs.filter(isDecisions),
  triangulation: runs.filter(isTriangulation),
};
let text = readFileSync(readme, "utf8");
for (const [place, figures] of Object.entries(places)) {
  if (figures.length > 0) text = filled(text, place, figures.map(rendered).join("\n"));
}
writeFileSync(readme, text);

/** The text with what stands between a place's two marks replaced. */
function filled(before, place, tables) {
  const between = new RegExp(`(<!-- ${place} -->\\n).*(<!-- /${place} -->)`, "s");
  if (!between.test(before)) throw new Error(`README.md has no place for ${place}`);
  return before.replace(between, (_, start, end) => `${start}\n${tables}\n${end}`);
}

function rendered(figures) {
  const { date, machine, versions, isQuick = false } = figures;
  if (isQuick) throw new Error("figures of a quick run are not for quoting");
  const where = `${date}, ${machine.cores} × ${machine.processor}, ${machine.memoryGigabytes} GB, Node ${versions.node}, commit ${versions.commit}.`;
  const tables = [
    ...tablesOf(figures),
    ...peerTables(figures),
    ...decisionTables(figures),
    ...triangulationTables(figures),
  ];
  return [where, ...tables.map((table) => `**${table.title}**\n\n${markdown(table)}`), ""].join("\n\n");
}

function lastLine(printed) {
  return printed.trim().split("\n").at(-1);
}
