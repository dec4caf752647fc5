// One HTML file: complete, safe, valid, small.
import { buildReport, darkTheme, lightTheme } from "@carryover/mmm";
import { describe, expect, test } from "vitest";
import { makeEvaluation } from "../../../mmm/test/report/make-evaluation.ts";
import { renderHtmlReport } from "../../src/publish/html-report.ts";
import { escapeHtml, proseHtml } from "../../src/publish/html-text.ts";
import { renderReport } from "../../src/publish/report.ts";
import { themeVariables, withVariables } from "../../src/publish/theme-variables.ts";

const evaluation = makeEvaluation({ channels: 3, periods: 200 });
const html = renderHtmlReport(evaluation);

const voids = new Set(["meta", "link", "br", "hr", "img", "input"]);

/** Names of elements opened and not closed, or closed out of order; empty for a well-formed page. */
function unbalanced(page: string): readonly string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  const body = page.replace(/<(script|style)>[\s\S]*?<\/\1>/g, "").replace(/^<!doctype html>/, "");
  for (const [, slash, name, self] of body.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*?(\/?)>/gi)) {
    if (slash === "" && self === "" && !voids.has(name!)) open.push(name!);
    if (slash === "/" && open.pop() !== name) wrong.push(name!);
  }
  return [...wrong, ...open];
}

describe("the page", () => {
  test("is well-formed, with language, title and view port", () => {
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(html).toContain("<title>Weekly shop &lt;demo&gt; &amp; co</title>");
    expect(html).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
    expect(unbalanced(html)).toEqual([]);
  });

  test("has one first-level heading and never skips a level", () => {
    const levels = [...html.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
  });

  test("has unique ids, and every link and label leads to one", () => {
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of html.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
    for (const [, target] of html.matchAll(/aria-labelledby="([^"]+)"/g)) expect(ids).toContain(target);
    for (const [, target] of html.matchAll(/url\(#([^)]+)\)/g)) expect(ids).toContain(target);
  });

  test("holds every chart with caption, label and table", () => {
    const figures = buildReport(evaluation).chapters.flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.kind === "figure" ? [block.id] : [])),
    );
    expect(figures.length).toBeGreaterThan(25);
    for (const id of figures) {
      const figure = html.split(`id="figure-${id}"`)[1]!.split("</figure>")[0]!;
      expect(figure).toMatch(/<figcaption>.*<div role="img" aria-label="[^"]{20,}">.*<svg .*<details>.*<table>/s);
    }
  });

  test("loads nothing from anywhere and forbids it", () => {
    expect(html).not.toMatch(/https?:|\/\/[a-z]|@import|<iframe|<img|src=/i);
    expect(html).toContain("default-src 'none'");
    for (const [, target] of html.matchAll(/url\(([^)]*)\)/g)) expect(target).toMatch(/^#/);
  });

  test("works without JavaScript: the only script is the theme button's, which is hidden until it runs", () => {
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).toContain('<button id="theme" type="button" hidden>');
    expect(html).not.toMatch(/ on[a-z]+="/);
  });

  test("is what the lazily loading front door gives", async () => {
    expect(await renderReport(evaluation)).toBe(html);
  });

  test("is the same bytes for the same evaluation", () => {
    expect(renderHtmlReport(evaluation)).toBe(html);
  });

  test("stays under 3 MB with a dozen channels over three years of days", () => {
    const big = renderHtmlReport(makeEvaluation({ channels: 12 }));
    expect(Buffer.byteLength(big)).toBeLessThan(3_000_000);
  });
});

describe("trust", () => {
  test("the header's badge names the verdict and leads to the reasons", () => {
    expect(html).toMatch(/<a class="badge pass" href="#diagnostics"/);
    const failed = renderHtmlReport(makeEvaluation({ verdict: "fail", channels: 2, periods: 60 }));
    expect(failed).toMatch(/<a class="badge fail" href="#diagnostics".*✕.*Fail <small>one finding/);
    expect(failed).toContain("What to do: Draw longer");
  });

  test("every chart of a failed fit carries the mark, of a passed one none", () => {
    const failed = renderHtmlReport(makeEvaluation({ verdict: "fail", channels: 2, periods: 60 }));
    const figures = failed.match(/<figure/g)!.length;
    expect(failed.match(/made from a fit that failed its checks/g)).toHaveLength(figures);
    expect(html).not.toContain("made from a fit that failed");
  });
});

describe("text", () => {
  test("whatever stands in the data is shown as text", () => {
    const evil = '</style><script>alert("1")</script>&\'';
    const page = renderHtmlReport({
      ...makeEvaluation({ channels: 2, periods: 60 }),
      title: evil,
      kpi: { name: evil, kind: "units" },
      currency: evil,
      channels: makeEvaluation({ channels: 2, periods: 60 }).channels.map((channel, index) => ({
        ...channel,
        name: index === 0 ? evil : "b",
      })),
    });
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toContain('alert("1")');
    expect(unbalanced(page)).toEqual([]);
  });

  test("the five characters are escaped, and a percent sign stays with its number", () => {
    expect(escapeHtml(`<a href="x">&'`)).toBe("&lt;a href=&quot;x&quot;&gt;&amp;&#39;");
    expect(proseHtml("94 % sure & 3 %")).toBe("94\u202f% sure &amp; 3\u202f%");
  });
});

describe("themes", () => {
  test("both define the same variables", () => {
    expect([...themeVariables(darkTheme).keys()]).toEqual([...themeVariables(lightTheme).keys()]);
    for (const name of themeVariables(lightTheme).keys()) expect(html.split(`${name}:`).length).toBeGreaterThan(3);
  });

  test("a drawing's colors become variables, other colors stay", () => {
    expect(withVariables(`fill="${lightTheme.text}" stroke="#123456"`)).toBe('fill="var(--text)" stroke="#123456"');
  });
});
