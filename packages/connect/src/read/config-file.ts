// Reads the YAML configuration; every problem says the line and column of the file it stands on.
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { type Config, type Problem, parseConfig, SpecError } from "@carryover/mmm";
import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";

/** A problem with its place in the file, both counted from 1. */
export interface ConfigProblem extends Problem {
  readonly line: number;
  readonly character: number;
}

/** A configuration with the text it came from, so that problems found later can still be placed. */
export interface ConfigFile {
  readonly config: Config;
  /** The problem with its place in the file when it has a `path` into the configuration, else unchanged. */
  locate(problem: Problem): Problem;
}

/**
 * Reads and checks a configuration file.
 *
 * @throws SpecError with every problem, each beginning `file:line:character:`
 */
export async function readConfigFile(path: string): Promise<ConfigFile> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const found = code === "ENOENT" ? `there is no file ${path}` : `${path} cannot be read: ${message}`;
    const remedy = "Give the path of a configuration, or write one with carryover init";
    throw new SpecError([{ code: "no-file", severity: "error", found, remedy }]);
  }
  return parseConfigText(text, basename(path));
}

/** The same from text; `file` is what problems call it. */
export function parseConfigText(text: string, file: string): ConfigFile {
  const lines = new LineCounter();
  const document = parseDocument(text.replace(/^\uFEFF/, ""), { lineCounter: lines, prettyErrors: false });
  const place = (problem: Problem, offset: number): ConfigProblem => {
    const { line, col } = lines.linePos(offset);
    return { ...problem, line, character: col, found: `${file}:${line}:${col}: ${problem.found}` };
  };
  if (document.errors.length > 0) {
    throw new SpecError(document.errors.map((error) => place(syntaxProblem(error.code, error.message), error.pos[0])));
  }
  const value = document.toJS({ maxAliasCount: 100 }) as unknown;
  if (value === null) throw new SpecError([place(emptyProblem, 0)]);
  try {
    return {
      config: parseConfig(value),
      locate: (problem) => (problem.path === undefined ? problem : place(problem, offsetOf(document, problem))),
    };
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    const placed = error.problems.map((problem) => place(problem, offsetOf(document, problem)));
    throw new SpecError(placed.toSorted((a, b) => a.line - b.line || a.character - b.character));
  }
}

const emptyProblem: Problem = {
  code: "empty-config",
  severity: "error",
  found: "the file holds no configuration",
  remedy: "Write one with carryover init",
};

const syntaxRemedies: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: "Keep one of the two",
  TAB_AS_INDENT: "Indent with spaces",
  BAD_INDENT: "Align it with the lines around it",
  MULTIPLE_DOCS: "Keep one document: remove the line ---",
  MISSING_CHAR: "Close the quote or bracket, or put a space after the colon",
};

function syntaxProblem(code: string, message: string): Problem {
  const unclosed = message.includes("end with");
  const words = message.replace(/\s+/g, " ").replace(/[.;:]$/, "");
  return {
    code: "yaml",
    severity: "error",
    found: `not valid YAML: ${words}`,
    remedy: syntaxRemedies[unclosed ? "MISSING_CHAR" : code] ?? "Correct the YAML",
  };
}

/** Problems of the key itself and not of what stands behind it. */
const wrongKeys: ReadonlySet<string> = new Set(["unknown-key", "unknown-prior"]);

/** Where a problem stands: at the key when the key itself is wrong, else at the value, else at the nearest parent there is. */
function offsetOf(document: Document, problem: Problem): number {
  const path = problem.path ?? [];
  let node: Node | null = document.contents;
  let offset = startOf(node);
  for (const [depth, step] of path.entries()) {
    const child = childOf(document, node, step);
    if (child === undefined) return offset;
    const isLast = depth === path.length - 1;
    if (isLast && wrongKeys.has(problem.code)) return child.key;
    node = child.value;
    offset = child.value === null || child.value.range === undefined ? child.key : startOf(child.value);
    // A mapping or list that is itself the parent of something missing is best named by its key.
    if (!isLast && childOf(document, node, path[depth + 1] ?? "") === undefined && !isSequence(step)) return child.key;
  }
  return offset;
}

const isSequence = (step: string | number): boolean => typeof step === "number";

function childOf(
  document: Document,
  parent: Node | null,
  step: string | number,
): { readonly key: number; readonly value: Node | null } | undefined {
  const node = isAlias(parent) ? (parent.resolve(document) ?? null) : parent;
  if (isSeq(node) && typeof step === "number") {
    const item = node.items[step];
    return isNode(item) ? { key: startOf(item), value: item } : undefined;
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find((each) => isScalar(each.key) && String(each.key.value) === String(step));
  if (pair === undefined) return undefined;
  return { key: startOf(pair.key as Node), value: isNode(pair.value) ? pair.value : null };
}

function startOf(node: Node | null): number {
  return node?.range?.[0] ?? 0;
}
