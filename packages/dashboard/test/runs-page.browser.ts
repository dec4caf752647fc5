import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openRunStore } from "@carryover/connect";
import { createApp, listen } from "@carryover/server";
import { chromium } from "playwright-core";
import { expect, test } from "vitest";
import { run } from "./run-summary.ts";

const executablePath = process.env.CARRYOVER_CHROMIUM ?? "/usr/bin/chromium";

test("the page of runs works in a browser under its own security policy, on a phone's width too", async () => {
  const folder = await mkdtemp(join(tmpdir(), "carryover-browser-"));
  const server = await listen(createApp({ store: openRunStore(folder) }), 0);
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage({ viewport: { width: 390, height: 800 } });
    const complaints: string[] = [];
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));

    await page.goto(`${server.url}/`);
    await page.getByText("There are no runs in this store yet.").waitFor();

    await page.route("**/api/runs", (route) => route.fulfill({ json: { runs: [run] } }));
    await page.reload();
    await page.getByRole("link", { name: "default" }).waitFor();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await page.getByLabel("Search runs").fill("radio");
    await page.getByText("No run matches “radio”.").waitFor();
    expect(complaints).toEqual([]);
    if (process.env.SCREENSHOTS !== undefined) {
      await page.getByLabel("Search runs").fill("");
      await page.screenshot({ path: join(process.env.SCREENSHOTS, "runs.png") });
    }
  } finally {
    await browser.close();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
});
