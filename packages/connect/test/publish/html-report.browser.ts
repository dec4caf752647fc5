// The report in a real browser: phone and desk, light and dark, paper. Chromium is Debian's, or CARRYOVER_CHROMIUM.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeEvaluation } from "../../../mmm/test/report/make-evaluation.ts";
import { renderHtmlReport } from "../../src/publish/html-report.ts";

let browser: Browser;
let folder: string;
const pages = {
  passed: makeEvaluation(),
  /** With a name too long for any axis. */
  failed: {
    ...makeEvaluation({
      verdict: "fail",
      kpi: "units",
      frequency: "weekly",
      periods: 156,
      channels: 9,
      uncertainty: 0.6,
      truth: false,
    }),
    kpi: { name: "newly_confirmed_subscriptions_in_all_shops_and_markets", kind: "units" as const },
  },
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "carryover-report-"));
  for (const [name, evaluation] of Object.entries(pages)) {
    writeFileSync(join(folder, `${name}.html`), renderHtmlReport(evaluation));
  }
  browser = await chromium.launch({
    executablePath: process.env.CARRYOVER_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Visit {
  readonly page: Page;
  /** What went wrong while loading: console errors, exceptions, requests other than for the file itself. */
  readonly troubles: readonly string[];
}

async function visit(name: keyof typeof pages, options: BrowserContextOptions): Promise<Visit> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const troubles: string[] = [];
  const address = pathToFileURL(join(folder, `${name}.html`)).href;
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") troubles.push(message.text());
  });
  page.on("pageerror", (error) => troubles.push(error.message));
  page.on("request", (request) => {
    if (request.url() !== address && !request.url().startsWith("data:")) troubles.push(request.url());
  });
  await page.goto(address);
  return { page, troubles };
}

/** Figures without a visible drawing, drawings wider than their figure, labels outside their drawing or over one another. */
function drawingFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    for (const figure of document.querySelectorAll("figure")) {
      const frame = figure.getBoundingClientRect();
      const shown = [...figure.querySelectorAll("svg")].filter((svg) => svg.getBoundingClientRect().height > 0);
      if (shown.length !== 1) faults.push(`${figure.id}: ${shown.length} drawings are shown`);
      for (const svg of shown) {
        const box = svg.getBoundingClientRect();
        if (box.height < 60 || box.left < frame.left || box.right > frame.right + 0.5)
          faults.push(`${figure.id}: size`);
        const texts = [...svg.querySelectorAll("text")].map((text) => ({
          words: text.textContent ?? "",
          box: text.getBoundingClientRect(),
        }));
        for (const [index, text] of texts.entries()) {
          // Two pixels: glyph boxes are a little larger than what is inked.
          if (text.box.left < frame.left || text.box.right > frame.right || text.box.bottom > box.bottom + 2) {
            faults.push(`${figure.id}: "${text.words}" leaves the drawing`);
          }
          if (text.box.height < 8) faults.push(`${figure.id}: "${text.words}" is ${text.box.height} pixels high`);
          for (const other of texts.slice(0, index)) {
            const wide = Math.min(text.box.right, other.box.right) - Math.max(text.box.left, other.box.left);
            const high = Math.min(text.box.bottom, other.box.bottom) - Math.max(text.box.top, other.box.top);
            if (wide > 2 && high > 4) faults.push(`${figure.id}: "${text.words}" lies over "${other.words}"`);
          }
        }
      }
    }
    return faults;
  });
}

const luminance = (color: string): number => {
  const [red, green, blue] = color.match(/[\d.]+/g)!.map(Number);
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
};

describe.each(["passed", "failed"] as const)("the %s report", (name) => {
  test.each([
    [390, "light"],
    [390, "dark"],
    [820, "light"],
    [1280, "light"],
    [1280, "dark"],
  ] as const)("is whole and readable at %d px, %s", async (width, colorScheme) => {
    const { page, troubles } = await visit(name, { viewport: { width, height: 900 }, colorScheme });
    expect(troubles).toEqual([]);
    const [scroll, client] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.clientWidth,
    ]);
    expect(scroll).toBe(client);
    expect(await drawingFaults(page)).toEqual([]);
    const colors = await page.evaluate(() => {
      const body = getComputedStyle(document.body);
      return [body.backgroundColor, body.color, getComputedStyle(document.querySelector("figure svg text")!).fill];
    });
    const [background, text, label] = colors.map(luminance);
    if (colorScheme === "dark") expect(background!).toBeLessThan(Math.min(text!, label!) - 100);
    else expect(background!).toBeGreaterThan(Math.max(text!, label!) + 100);
    await page.context().close();
  });
});

test("cards stand in one column on a phone and in two from 900 px", async () => {
  const columnsAt = async (width: number): Promise<number> => {
    const { page } = await visit("passed", { viewport: { width, height: 900 } });
    const columns = await page.evaluate(
      () => getComputedStyle(document.querySelector("#summary .grid")!).gridTemplateColumns.split(" ").length,
    );
    await page.context().close();
    return columns;
  };
  expect(await columnsAt(390)).toBe(1);
  expect(await columnsAt(899)).toBe(1);
  expect(await columnsAt(900)).toBe(2);
});

test("the button switches the theme, and the badge leads to the reasons", async () => {
  const { page } = await visit("failed", { viewport: { width: 1280, height: 900 }, colorScheme: "light" });
  const background = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const before = await background();
  await page.click("#theme");
  expect(luminance(await background())).toBeLessThan(luminance(before) - 100);
  await page.click("#theme");
  expect(await background()).toBe(before);
  await page.click(".badge");
  expect(await page.evaluate(() => location.hash)).toBe("#diagnostics");
  expect(await page.locator("#diagnostics .finding").first().isVisible()).toBe(true);
  await page.context().close();
});

test("without JavaScript everything is there but the button", async () => {
  const { page } = await visit("passed", { viewport: { width: 390, height: 900 }, javaScriptEnabled: false });
  expect(await page.locator("#theme").isVisible()).toBe(false);
  expect(await page.locator("#figure-decomposition .narrow svg").isVisible()).toBe(true);
  await page.locator("#figure-roas summary").click();
  expect(await page.locator("#figure-roas table").isVisible()).toBe(true);
  await page.context().close();
});

test("on paper no chart is cut and colors are light", async () => {
  const { page } = await visit("passed", { viewport: { width: 718, height: 1000 }, colorScheme: "dark" });
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  expect(luminance(await page.evaluate(() => getComputedStyle(document.body).backgroundColor))).toBeGreaterThan(200);
  const broken = await page.evaluate(
    () =>
      [...document.querySelectorAll("figure")].filter((figure) => getComputedStyle(figure).breakInside !== "avoid")
        .length,
  );
  expect(broken).toBe(0);
  const paper = await page.pdf({ format: "A4", printBackground: true });
  expect(paper.length).toBeGreaterThan(50_000);
  await page.context().close();
});
