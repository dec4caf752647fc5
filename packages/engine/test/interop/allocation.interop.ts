// SciPy solves some of the stored problems again, now: from other starts it finds nothing better either.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { allocateSeparable } from "../../src/optimize/allocate-separable.ts";
import { type CurveRow, curveTerm } from "../support/curves.ts";

interface StoredProblem {
  readonly flavor: string;
  readonly kind: "equal" | "at-most";
  readonly budget: number;
  readonly terms: readonly CurveRow[];
}

interface Answer {
  readonly value: number;
  readonly method: string;
}

const starts = 8;
const mostTerms = 8;

function solveWithSciPy(problems: readonly StoredProblem[]): Promise<readonly Answer[]> {
  const python = process.env.CARRYOVER_PYTHON ?? "python3";
  const script = fileURLToPath(new URL("allocation_problems.py", import.meta.url));
  return new Promise((resolve, reject) => {
    const child = execFile(python, [script, "solve"], { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (error === null) return resolve(JSON.parse(stdout) as readonly Answer[]);
      const advice = "this test needs a Python 3.11 with numpy and scipy; name it in CARRYOVER_PYTHON";
      reject(new Error(`${python} allocation_problems.py failed: ${stderr.trim() || error.message}\n${advice}`));
    });
    child.stdin?.end(JSON.stringify({ problems, starts }));
  });
}

test("SLSQP and trust-constr, run now from new starts, find no better split", async () => {
  const path = new URL("../fixtures/allocation-problems.json", import.meta.url);
  const stored = (JSON.parse(readFileSync(path, "utf8")) as { readonly problems: readonly StoredProblem[] }).problems;
  const problems = stored.filter(({ terms }) => terms.length <= mostTerms).slice(0, 28);
  expect(new Set(problems.map(({ flavor }) => flavor)).size).toBeGreaterThanOrEqual(10);
  const answers = await solveWithSciPy(problems);
  expect(answers.length).toBe(problems.length);
  let agreed = 0;
  problems.forEach(({ terms: rows, budget: amount, kind }, i) => {
    const terms = rows.map((row, k) => curveTerm(row, `term ${k}`));
    const split = allocateSeparable({ terms, budget: { amount, kind } });
    expect(split.value).toBeGreaterThanOrEqual(answers[i].value * (1 - 1e-9));
    agreed += Number(answers[i].value >= split.value * (1 - 1e-6));
  });
  // Both sides speak of the same functions: most of these small problems SciPy solves as well.
  expect(agreed).toBeGreaterThanOrEqual(0.7 * problems.length);
});
