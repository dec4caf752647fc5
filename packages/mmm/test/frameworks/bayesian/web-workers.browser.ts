// The same package in a page: a fit in Web Workers has the draws that Node has, and the page stays responsive.
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type SampleOptions, sample } from "@carryover/engine";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildPanel, generateWorld, parseConfig, resolveSpec, worldConfig } from "../../../src/index.ts";
import { createPosterior, type PosteriorPayload } from "../../../src/posterior.ts";
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

/** A small world in the form of the seed's data, and what a model of it is made from. */
function payloadOf(kind: "default" | "adelon"): PosteriorPayload {
  const { table } = generateWorld({ periods: 400, seed: 3 });
  const config = parseConfig(worldConfig({ dataPath: "world.csv", kind }));
  const { panel } = buildPanel(table, config);
  return { panel, spec: resolveSpec(panel, config) };
}

/** JSON in which arrays of numbers stay what they are. */
function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner instanceof Float64Array ? { $numbers: Array.from(inner) } : inner,
  );
}

interface PageResult {
  readonly chains: number;
  readonly draws: number;
  readonly values: readonly (readonly number[])[];
  readonly seenWhileSampling: readonly number[];
  readonly ticks: number;
  readonly elapsedMs: number;
}

/** Fits in the page's Web Workers: counts the page's own ticks meanwhile, and looks at the running fit. */
async function fitInPage(page: Page, payload: PosteriorPayload, options: Partial<SampleOptions>): Promise<PageResult> {
  const text = await page.evaluate(
    async ([payloadJson, optionsJson]) => {
      // A text, so that the test's own transformation leaves it alone.
      const load = (path: string): Promise<Record<string, unknown>> =>
        new Function("path", "return import(path)")(path);
      const { startSampling } = (await load("/engine/index.js")) as typeof import("@carryover/engine");
      const { webWorkerChainRunner } = (await load(
        "/engine/sampler/workers.browser.js",
      )) as typeof import("@carryover/engine/web-workers");
      const { createPosterior: create } = (await load(
        "/mmm/posterior.js",
      )) as typeof import("@carryover/mmm/posterior");
      const given = JSON.parse(payloadJson, (_key, inner) =>
        inner?.$numbers ? Float64Array.from(inner.$numbers) : inner,
      );
      let ticks = 0;
      const clock = setInterval(() => {
        ticks += 1;
      }, 10);
      const startedMs = performance.now();
      const sampling = startSampling(create(given), {
        payload: given,
        options: JSON.parse(optionsJson),
        runner: webWorkerChainRunner(new URL("/mmm/posterior.js", location.href), { workers: 2 }),
      });
      const seen = (await sampling.inspect()).finished;
      const { draws } = await sampling.result;
      clearInterval(clock);
      return JSON.stringify({
        chains: draws.chains,
        draws: draws.draws,
        values: draws.variables.map(({ values }) => Array.from(values)),
        seenWhileSampling: seen,
        ticks,
        elapsedMs: performance.now() - startedMs,
      });
    },
    [toJson(payload), JSON.stringify(options)] as const,
  );
  return JSON.parse(text) as PageResult;
}

test.each(["adelon", "default"] as const)(
  "a fit of model %s in Web Workers has the very draws of one in Node",
  async (kind) => {
    const payload = payloadOf(kind);
    const options = { chains: 3, warmup: 150, draws: 60, seed: 7 };
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const inPage = await fitInPage(page, payload, options);
    const { draws } = await sample(createPosterior(payload), { options });
    expect([inPage.chains, inPage.draws]).toEqual([3, 60]);
    for (const [index, { name, values }] of draws.variables.entries()) {
      expect(inPage.values[index], name).toEqual(Array.from(values));
    }
    expect(inPage.seenWhileSampling).toHaveLength(3);
    // The page's timer asks for a turn every 10 ms; on a busy machine it gets fewer, on a blocked page next to none.
    expect(inPage.ticks).toBeGreaterThan(inPage.elapsedMs / 100);
    expect(complaints).toEqual([]);
    await page.close();
  },
);
