// Reads a fit that another package made and makes it one of ours: the same draws, answering the same questions.
import { type Config, SpecError, type Table } from "@carryover/mmm";
import { ConnectError } from "../errors.ts";
import { type ImportedFit, largestDifference } from "./imported-fit.ts";
import { meridianFit } from "./meridian-fit.ts";
import { readPosteriorFile } from "./posterior-file.ts";
import { pymcMarketingFit } from "./pymc-marketing-fit.ts";
import { readRobynExport } from "./robyn-export.ts";
import { robynFit } from "./robyn-fit.ts";

/**
 * The file says by whom it was made; the model it holds takes the place of the configuration's, which says what the columns mean.
 * What the original computed itself (its contributions, its coefficients) must come out of our fit again.
 *
 * @param table  the data that the fit was made on
 * @throws ConnectError for a file that cannot be read, or is none of theirs
 * @throws DataError    for a table that cannot be used
 * @throws SpecError    with every problem: other data, other channels, what our models lack, numbers that do not come out again
 */
export async function importFit(path: string, table: Table, config: Config): Promise<ImportedFit> {
  const imported = path.toLowerCase().endsWith(".json")
    ? robynFit(await readRobynExport(path), table, config)
    : await posteriorFit(path, table, config);
  const { difference, checked, software } = imported.original;
  if (difference !== null && !(difference <= largestDifference)) {
    throw new SpecError([
      {
        code: "original-differs",
        severity: "error",
        found: `${software}'s own numbers do not come out again (${checked.join(" and ")}): ours are ${difference.toPrecision(2)} of their size apart`,
        remedy:
          "Give the table and the settings that the fit was made with; docs/import.md lists those the file does not hold",
      },
    ]);
  }
  return imported;
}

async function posteriorFit(path: string, table: Table, config: Config): Promise<ImportedFit> {
  const file = await readPosteriorFile(path);
  const imported = pymcMarketingFit(file, table, config) ?? meridianFit(file, table, config);
  if (imported !== null) return imported;
  throw new ConnectError(
    `${path} is no fit of PyMC-Marketing or Meridian: it names neither the one's model nor the other's variables`,
  );
}
