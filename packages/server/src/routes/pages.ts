// The pages: the newest report at the root, the list of runs, and each run's report.
import { createHash } from "node:crypto";
import type { RunStore } from "@carryover/connect";
import { Hono } from "hono";
import { HttpProblem } from "../errors.ts";
import { findRun } from "./api-runs.ts";
import { runsPageHtml, runsPageStyle } from "./runs-page.ts";

export function pageRoutes(store: RunStore): Hono {
  const routes = new Hono();
  routes.get("/", async (context) => {
    for (const entry of await store.list()) {
      if (entry.kind !== "run") continue;
      const report = await (await store.read(entry.id)).file("report.html");
      if (report !== undefined) return context.redirect(`/runs/${entry.id}/report.html`);
    }
    return context.redirect("/runs");
  });
  routes.get("/runs", (context) => context.html(runsPageHtml));
  routes.get("/runs.css", (context) => context.body(runsPageStyle, 200, { "content-type": "text/css; charset=utf-8" }));
  routes.get("/runs/:id/report.html", async (context) => {
    const run = await findRun(store, context.req.param("id"));
    const report = await run.file("report.html");
    if (report === undefined) {
      throw new HttpProblem(404, `run ${run.id} has no report yet; make it with: carryover evaluate ${run.id}`);
    }
    const html = report.toString("utf8");
    context.header("content-security-policy", reportPolicy(html));
    return context.html(html);
  });
  return routes;
}

/**
 * A report carries its own styles and scripts and needs nothing else: no network, no frame, no form. Its scripts are named
 * by their digests, so that a text smuggled into it through a channel's name cannot run.
 */
function reportPolicy(html: string): string {
  const scripts = [...html.matchAll(/<script(?:\s[^>]*)?>([\s\S]*?)<\/script>/gi)].map(
    ([, code]) =>
      `'sha256-${createHash("sha256")
        .update(code ?? "")
        .digest("base64")}'`,
  );
  return [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `script-src ${scripts.length === 0 ? "'none'" : scripts.join(" ")}`,
    "img-src data:",
    "font-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
