// The same search in a page: Web Workers find the models that Node finds.
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { searchModels } from "../../../src/frameworks/robyn/search.ts";
import { robynWeeklyPanel, robynWeeklySearch, robynWeeklySpec } from "../../support/robyn-weekly.ts";
import { serveBuiltFiles } from "../../support/serve-built-files.ts";

const executablePath = process.env.CARRYOVER_CHROMIUM ?? "/usr/bin/chromium";

let server: Server;
let browser: Browser;
beforeAll(async () => {
  server = await serveBuiltFiles();
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
});
afterAll(async () => {
  await browser.close();
  await new Promise((resolve) => server.close(resolve));
});

test("a search in Web Workers evaluates the very models that Node does", async () => {
  const { search } = robynWeeklySearch();
  const panel = robynWeeklyPanel();
  const spec = robynWeeklySpec({ search: { ...search, trials: 3, iterations: 200 } });
  const here = await searchModels(panel, spec);
  const json = JSON.stringify({ panel, spec }, (_key, inner: unknown) =>
    inner instanceof Float64Array ? { $numbers: Array.from(inner) } : inner,
  );
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const there = await page.evaluate(async (text) => {
    // A text, so that the test's own transformation leaves it alone.
    const load = (path: string): Promise<Record<string, unknown>> => new Function("path", "return import(path)")(path);
    const { webWorkerTaskRunner } = (await load(
      "/engine/tasks/tasks.browser.js",
    )) as typeof import("@carryover/engine/web-tasks");
    const { searchModels: searchInPage } = (await load(
      "/mmm/frameworks/robyn/search.js",
    )) as typeof import("../../../src/frameworks/robyn/search.ts");
    const given = JSON.parse(text, (_key, inner) => (inner?.$numbers ? Float64Array.from(inner.$numbers) : inner));
    const module = new URL("/mmm/frameworks/robyn/search-task.js", location.href);
    const runner = webWorkerTaskRunner(module, { workers: 2 });
    return (await searchInPage(given.panel, given.spec, { runner })).evaluations;
  }, json);
  await page.close();
  expect(there).toEqual(here.evaluations);
});
