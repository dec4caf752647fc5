// Choosing rows of a long table in a real browser. Chromium is Debian's, or CARRYOVER_CHROMIUM.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeTriangulation } from "../../../mmm/test/compare/make-triangulation.ts";
import { makeEvaluation } from "../../../mmm/test/report/make-evaluation.ts";
import { renderHtmlReport } from "../../src/publish/html-report.ts";

let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "carryover-filter-"));
  const page = renderHtmlReport(makeEvaluation({ channels: 2 }), { triangulation: makeTriangulation() });
  writeFileSync(join(folder, "report.html"), page);
  browser = await chromium.launch({
    executablePath: process.env.CARRYOVER_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a choice of framework, channel and metric leaves the rows that are all three", async () => {
  const page = await browser.newPage();
  await page.goto(pathToFileURL(join(folder, "report.html")).href);
  const rows = page.locator("[data-filters] tbody tr:visible");
  const all = await rows.count();
  const choices = page.locator("[data-filters] select");
  expect(await choices.count()).toBe(3);
  await choices.nth(2).selectOption("ROI");
  expect(await rows.count()).toBe(6);
  await choices.nth(0).selectOption("Consensus");
  await choices.nth(1).selectOption("TV");
  expect(await rows.count()).toBe(1);
  expect(await rows.first().textContent()).toContain("ConsensusTVROI");
  for (const choice of [0, 1, 2]) await choices.nth(choice).selectOption("");
  expect(await rows.count()).toBe(all);
  await page.close();
});

test("without JavaScript every row is there and nothing can be chosen", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(pathToFileURL(join(folder, "report.html")).href);
  expect(await page.locator("[data-filters] .filters").isVisible()).toBe(false);
  expect(await page.locator("[data-filters] tbody tr").count()).toBe(38);
  await context.close();
});
