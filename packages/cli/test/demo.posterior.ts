// What a newcomer does, through the built program: the demo from nothing, then again.
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Ended, startCarryover } from "./support/carryover.ts";

interface Visit {
  readonly ended: Ended;
  readonly page: string;
  readonly secondsToPage: number;
}

/** Starts the demo, fetches the page as soon as it is served, and stops it. */
async function visitDemo(cwd: string): Promise<Visit> {
  const started = performance.now();
  let page: Promise<string> | undefined;
  let secondsToPage = Number.NaN;
  const ended = await startCarryover(["demo", "--port", "0"], {
    cwd,
    onOutput: (output, child) => {
      const url = /Serving (\S+) /.exec(output)?.[1];
      if (url === undefined || page !== undefined) return;
      page = fetch(url).then((response) => response.text());
      void page.then(() => {
        secondsToPage = (performance.now() - started) / 1000;
        child.kill("SIGINT");
      });
    },
  });
  return { ended, page: (await page) ?? "", secondsToPage };
}

test("the demo goes from nothing to a served report of a trustworthy fit; a second start is up in seconds", async () => {
  const folder = await mkdtemp(join(tmpdir(), "carryover-demo-"));
  try {
    const first = await visitDemo(folder);
    expect(first.ended.code).toBe(0);
    expect(first.page).toMatch(/^<!doctype html>/);
    expect(first.ended.stdout).toContain("PASS: ");
    const [run] = await readdir(join(folder, ".carryover/runs"));
    const metrics = JSON.parse(await readFile(join(folder, ".carryover/runs", run ?? "", "metrics.json"), "utf8"));
    expect(metrics).toMatchObject({ verdict: "pass", divergences: 0, interrupted: false });
    expect(metrics.r2).toBeGreaterThan(0.95);
    // The promise is 90 s, build included, on two idle cores; the limit allows for a machine shared with other suites.
    expect(first.secondsToPage).toBeLessThan(240);

    const second = await visitDemo(folder);
    expect(second.ended.code).toBe(0);
    expect(second.page).toBe(first.page);
    expect(second.ended.stdout).toContain("Found the fit of these data");
    expect(second.secondsToPage).toBeLessThan(20);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
