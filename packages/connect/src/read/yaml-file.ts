// Reads a YAML or JSON file into what a parser makes of it; every problem says where in the file it stands.
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { type Problem, SpecError } from "@carryover/mmm";
import { type Document, isNode, LineCounter, parseDocument } from "yaml";
import { ConnectError } from "../errors.ts";

/**
 * @param what   what the file should hold, for the message when there is none: "a plan"
 * @param parse  throws SpecError with problems whose `path` leads to their place
 * @throws ConnectError when there is no such file; SpecError with every problem, each beginning `file:line:character:`
 */
export async function readYamlFile<Result>(
  path: string,
  what: string,
  parse: (value: unknown) => Result,
): Promise<Result> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const found = code === "ENOENT" ? `there is no file ${path}` : `${path} cannot be read: ${message}`;
    throw new ConnectError(`${found}. Give the path of a YAML file with ${what}.`, { cause });
  }
  return parseYamlText(text, basename(path), parse);
}

/** The same from text; `file` is what problems call it. */
export function parseYamlText<Result>(text: string, file: string, parse: (value: unknown) => Result): Result {
  const lines = new LineCounter();
  const document = parseDocument(text.replace(/^\uFEFF/, ""), { lineCounter: lines, prettyErrors: false });
  const place = (problem: Problem, offset: number): Problem => {
    const { line, col } = lines.linePos(offset);
    return { ...problem, found: `${file}:${line}:${col}: ${problem.found}` };
  };
  if (document.errors.length > 0) {
    const remedy = "Put text that has a colon, or begins with a sign, in quotes";
    throw new SpecError(
      document.errors.map(({ message, pos }) =>
        place(
          { code: "yaml", severity: "error", found: `not valid YAML: ${message.replace(/\s+/g, " ")}`, remedy },
          pos[0],
        ),
      ),
    );
  }
  try {
    return parse(document.toJS({ maxAliasCount: 100 }));
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    throw new SpecError(error.problems.map((problem) => place(problem, offsetOf(document, problem.path ?? []))));
  }
}

/** Of the innermost part of the path that is there. */
function offsetOf(document: Document, path: readonly (string | number)[]): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range != null) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}
