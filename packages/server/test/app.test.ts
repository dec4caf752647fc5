import { createHash } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { RunStore } from "@carryover/connect";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createApp } from "../src/app.ts";
import { type TemporaryStore, temporaryStore } from "./stored-run.ts";

let temporary: TemporaryStore;
let logged: { level: string; facts: Record<string, unknown> }[];
const logger = {
  info: (facts: object) => void logged.push({ level: "info", facts: { ...facts } }),
  error: (facts: object) => void logged.push({ level: "error", facts: { ...facts } }),
};
const get = (path: string, init?: RequestInit): Promise<Response> =>
  Promise.resolve(createApp({ store: temporary.store, logger }).request(path, init));

beforeEach(async () => {
  temporary = await temporaryStore();
  logged = [];
});
afterEach(() => temporary.remove());

async function expectProblem(response: Response, status: number, detail: string): Promise<void> {
  expect(response.status).toBe(status);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const problem = await response.json();
  expect(problem).toMatchObject({ type: "about:blank", status });
  expect(problem.detail).toContain(detail);
}

test("the root leads to the newest report, and to the list of runs when there is none", async () => {
  expect((await get("/")).headers.get("location")).toBe("/runs");
  const old = await temporary.write("old", "2026-11-20T00:00:00Z", "<p>old</p>");
  const newest = await temporary.write("new", "2026-11-21T00:00:00Z", "<p>new</p>");
  await temporary.write("unreported", "2026-11-22T00:00:00Z");
  const response = await get("/");
  expect(response.status).toBe(302);
  expect(response.headers.get("location")).toBe(`/runs/${newest}/report.html`);
  expect(await (await get(`/runs/${old}/report.html`)).text()).toBe("<p>old</p>");
});

test("the page of runs loads its script and its style from this server, and they are there", async () => {
  const page = await get("/runs");
  expect(page.headers.get("content-type")).toContain("text/html");
  const html = await page.text();
  const paths = [...html.matchAll(/(?:src|href)="(\/[a-z]+[^"]*\.(?:js|css))"/g)].map((match) => match[1]!);
  expect(paths.toSorted()).toEqual(["/assets/main.js", "/runs.css"]);
  for (const path of paths) expect((await get(path)).status).toBe(200);
  expect((await get("/assets/main.js")).headers.get("content-type")).toContain("text/javascript");
});

test("every module the page's script imports is served", async () => {
  const seen = new Set<string>();
  const load = async (name: string): Promise<void> => {
    if (seen.has(name)) return;
    seen.add(name);
    const response = await get(`/assets/${name}`);
    expect(response.status, name).toBe(200);
    for (const match of (await response.text()).matchAll(/from "\.\/([^"]+)"/g)) await load(match[1]!);
  };
  await load("main.js");
  expect(seen.size).toBeGreaterThan(3);
});

test("the API lists runs newest first, damaged ones with the reason", async () => {
  const first = await temporary.write("first", "2026-11-20T00:00:00Z");
  const second = await temporary.write("second", "2026-11-21T00:00:00Z");
  await rm(join(temporary.store.root, first, "manifest.json"));
  const { runs } = await (await get("/api/runs")).json();
  expect(runs).toEqual([
    expect.objectContaining({
      kind: "run",
      id: second,
      verdict: "pass",
      sentence: "All checks passed.",
      roas: [{ channel: "tv", mean: 1.2, lower: 1, upper: 1.4 }],
    }),
    { kind: "damaged", id: first, reason: "it has no manifest.json" },
  ]);
});

test("the API gives one run's manifest, by id or as the latest", async () => {
  const id = await temporary.write("first", "2026-11-20T00:00:00Z");
  expect(await (await get(`/api/runs/${id}`)).json()).toMatchObject({ schemaVersion: 1, id });
  expect(await (await get("/api/runs/latest")).json()).toMatchObject({ id });
});

test("health says how many runs there are", async () => {
  expect(await (await get("/api/health")).json()).toEqual({ status: "ok", runs: 0 });
});

test("what is not there is a problem document that says what to do", async () => {
  await expectProblem(await get("/nowhere"), 404, "there is nothing at /nowhere");
  await expectProblem(await get("/api/runs/latest"), 404, "there is no run yet");
  await expectProblem(await get("/api/runs/20261122-000000-a-0000"), 404, "there is no run");
  await expectProblem(await get("/assets/missing.js"), 404, "there is no asset");
  await expectProblem(await get("/runs", { method: "POST" }), 404, "there is nothing");
  const id = await temporary.write("bare", "2026-11-20T00:00:00Z");
  await expectProblem(await get(`/runs/${id}/report.html`), 404, `carryover evaluate ${id}`);
});

test("a damaged run's report is a problem that says what is wrong", async () => {
  const id = await temporary.write("bad", "2026-11-20T00:00:00Z", "<p></p>");
  await writeFile(join(temporary.store.root, id, "manifest.json"), "{");
  await expectProblem(await get(`/runs/${id}/report.html`), 500, "is damaged");
});

test.each([
  "/runs/..%2f..%2fetc/report.html",
  "/runs/%2e%2e/report.html",
  "/api/runs/..%2F..%2F",
  "/assets/..%2fpackage.json",
  "/assets/%2e%2e%2fpackage.json",
  "/assets/main.js%00",
  "/assets/tsconfig.tsbuildinfo",
])("%s reaches nothing outside", async (path) => {
  await expectProblem(await get(path), 404, "");
});

test("every answer, errors included, carries the security headers", async () => {
  for (const path of ["/runs", "/api/runs", "/nowhere", "/assets/main.js"]) {
    const { headers } = await get(path);
    expect(headers.get("content-security-policy"), path).toContain("default-src 'none'");
    expect(headers.get("content-security-policy"), path).not.toContain("unsafe");
    expect(headers.get("x-content-type-options"), path).toBe("nosniff");
    expect(headers.get("x-frame-options"), path).toBe("DENY");
    expect(headers.get("referrer-policy"), path).toBe("no-referrer");
  }
});

test("a report may run its own scripts, named by digest, and nothing else", async () => {
  const script = "console.log(1)";
  const id = await temporary.write("r", "2026-11-20T00:00:00Z", `<style>p{}</style><script>${script}</script>`);
  const policy = (await get(`/runs/${id}/report.html`)).headers.get("content-security-policy");
  expect(policy).toContain(`script-src 'sha256-${createHash("sha256").update(script).digest("base64")}'`);
  expect(policy).not.toContain("connect-src");
  const plain = await temporary.write("p", "2026-11-21T00:00:00Z", "<p></p>");
  expect((await get(`/runs/${plain}/report.html`)).headers.get("content-security-policy")).toContain(
    "script-src 'none'",
  );
});

test("another name that points at this machine is refused", async () => {
  await expectProblem(await get("http://evil.example/api/runs"), 403, 'does not answer to the name "evil.example"');
  expect((await get("http://127.0.0.1:8501/api/health")).status).toBe(200);
});

test("an unexpected failure is logged with its cause and told without it", async () => {
  const broken = { list: () => Promise.reject(new Error("secret path")) } as unknown as RunStore;
  const response = await createApp({ store: broken, logger }).request("/api/runs");
  await expectProblem(response, 500, "its log says why");
  expect(logged.find((entry) => entry.level === "error")?.facts.err).toMatchObject({ message: "secret path" });
});

test("requests are logged with status and duration", async () => {
  await get("/api/health");
  expect(logged).toEqual([
    { level: "info", facts: { method: "GET", path: "/api/health", status: 200, durationMs: expect.any(Number) } },
  ]);
});
