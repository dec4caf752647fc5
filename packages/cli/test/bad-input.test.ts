// Every way the data can be wrong: what is said about it, and the exit code. bad-input.posterior.ts asks the built program.
import { expect, test } from "vitest";
import { carryover, fixture } from "./support/carryover.ts";
import { checkWords, expectRefusal, refusedData } from "./support/refused-data.ts";

const check = (file: string) => carryover(["check", "--config", fixture("carryover.yaml"), "--data", fixture(file)]);

test.each(refusedData)("%s is refused (%s) with the place and what to do", async (file, code, parts) => {
  expectRefusal(await carryover(checkWords(file)), code, parts);
});

test("every problem is reported at once", async () => {
  const { stderr, code } = await check("many-problems.csv");
  const parts = ['Write "prise", the nearest', "−120 is negative", '"x" is text', "2024-05-20 is missing"];
  for (const part of parts) expect(stderr).toContain(part);
  expect(code).toBe(3);
});

test.each(["good.csv", "bom-crlf.csv"])("%s is accepted", async (file) => {
  const { stdout, stderr, code } = await check(file);
  expect(code).toBe(0);
  expect(stdout).toContain("60 weeks, 2024-01-01 to 2025-02-17");
  expect(stdout).toContain("Nothing stands in the way of a fit.");
  expect(stderr).toBe("");
});
