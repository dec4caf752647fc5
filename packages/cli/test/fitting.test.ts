// The verbs that fit, on sixty weeks and with few draws: what they write, say and return.
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { carryover, type Ended, fixture, lastJson } from "./support/carryover.ts";

const home = process.cwd();
let folder: string;
let trained: Ended;
let id: string;

/** Enough to run through everything, far too few to believe. */
const short = ["--chains", "2", "--warmup", "60", "--draws", "40"];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "carryover-fitting-"));
  process.chdir(folder);
  await copyFile(fixture("good.csv"), "good.csv");
  await copyFile(fixture("carryover.yaml"), "carryover.yaml");
  trained = await carryover(["train", ...short, "--seed", "5", "--name", "My first", "--out", "copy", "--json"]);
  id = String(lastJson(trained).run);
});
afterAll(async () => {
  process.chdir(home);
  await rm(folder, { recursive: true, force: true });
});

test("train writes a run with the numbers that were asked for, and says what came out", async () => {
  expect(trained.code).toBe(0);
  expect(id).toMatch(/^\d{8}-\d{6}-my-first-[0-9a-f]{4}$/);
  expect(lastJson(trained)).toMatchObject({
    ok: true,
    outcome: "done",
    status: "complete",
    results: { roas: [{ channel: "tv" }, { channel: "search" }] },
  });
  expect(trained.stderr).toContain("Sampling 2 chains of 60 warm-up iterations and 40 draws.");
  expect(trained.stderr).toMatch(/tv +\d+\.\d{3} +-?\d/);
  const manifest = JSON.parse(await readFile(`.carryover/runs/${id}/manifest.json`, "utf8"));
  expect(manifest).toMatchObject({
    name: "My first",
    data: { source: "good.csv" },
    config: { channels: [{ name: "tv" }, { name: "search" }] },
    sampler: { chains: 2, warmup: 60, draws: 40, targetAccept: 0.9, seed: 5 },
  });
  expect(await readdir("copy")).toEqual(await readdir(`.carryover/runs/${id}`));
});

test("evaluate writes metrics, tables and report, and the metrics name everything promised", async () => {
  const ended = await carryover(["evaluate", id, "--json"]);
  expect(ended.code).toBe(0);
  const files = await readdir(`.carryover/runs/${id}`);
  expect(files).toEqual(
    expect.arrayContaining([
      "contributions.csv",
      "evaluation.json",
      "metrics.json",
      "parameter_recovery.csv",
      "report.html",
      "roas.csv",
    ]),
  );
  const metrics = JSON.parse(await readFile(`.carryover/runs/${id}/metrics.json`, "utf8"));
  const promised =
    "r2 rmse mape wmape coverage94 mediaShare maxRhat minEssBulk minEssTail divergences minBfmi elpdLoo badParetoK samplingSeconds gradientEvaluations";
  for (const name of promised.split(" ")) expect(metrics[name], name).toEqual(expect.any(Number));
  expect(lastJson(ended)).toMatchObject({ run: id, metrics: { r2: metrics.r2 } });
  expect(await readFile(`.carryover/runs/${id}/report.html`, "utf8")).toMatch(/^<!doctype html>/);
});

test("evaluate ends with what the numbers can be trusted for, and the report shows it", async () => {
  const ended = await carryover(["evaluate", id]);
  expect(ended.stdout).toMatch(/Trust: (CAUTION|FAIL)\. \S/);
  expect(ended.stdout).toMatch(/tv: (pass|caution|fail) – \S/);
  const stored = JSON.parse(await readFile(`.carryover/runs/${id}/trust.json`, "utf8"));
  expect(stored.checks.map((check: { id: string }) => check.id)).toContain("out-of-sample");
  expect(await readFile(`.carryover/runs/${id}/report.html`, "utf8")).toContain('<section id="trust"');
});

test("trust judges a run, by the draws and at the level asked for; a failure ends with 4 under --strict", async () => {
  const ended = await carryover(["trust", id, "--draws", "100", "--level", "0.5", "--json"]);
  expect(ended.code).toBe(0);
  const judged = lastJson(ended) as { verdict: string; checks: { verdict: string; remedy: string | null }[] };
  // 80 draws of two chains: fewer than were asked for, and far too few to converge.
  expect(judged).toMatchObject({ run: id, verdict: "fail", draws: 80, level: 0.5 });
  for (const { verdict, remedy } of judged.checks) expect(remedy === null).toBe(verdict === "pass");
  expect(ended.stderr).toContain("FAIL: Do not decide on these numbers yet.");
  const strict = await carryover(["trust", id, "--strict", "--json"]);
  expect(strict.code).toBe(4);
  expect(lastJson(strict)).toMatchObject({ ok: false, outcome: "not-trusted", exitCode: 4 });
  expect((await carryover(["trust", id, "--level", "1.5"])).code).toBe(2);
});

test("report writes the report again, into a file of one's choice", async () => {
  const { code, stdout } = await carryover(["report", "--out", "report.html"]);
  expect([code, stdout]).toEqual([0, "report.html\n"]);
  expect(await readFile("report.html", "utf8")).toBe(await readFile(`.carryover/runs/${id}/report.html`, "utf8"));
});

test("run does it all; the same seed gives the same results, and the diff of the two says so", async () => {
  const ended = await carryover(["run", ...short, "--seed", "5"]);
  expect(ended.code).toBe(0);
  for (const part of ["60 weeks", "ROAS", "R²", "MAPE", "report.html"]) expect(ended.stdout).toContain(part);
  const same = await carryover(["runs", "diff", id, "latest"]);
  expect(same.stdout).toContain("The runs have the same inputs and the same results.");
});

test("runs lists, shows and compares", async () => {
  await carryover(["train", ...short, "--seed", "6", "--model", "adelon", "--quiet"]);
  const list = await carryover(["runs"]);
  expect(list.stdout.split("\n")[0]).toMatch(/^RUN +VERDICT +WHAT$/);
  expect(list.stdout).toContain(id);
  expect(list.stdout).toMatch(/adelon on good\.csv: ROAS tv -?\d/);
  const shown = await carryover(["runs", "show", id, "--json"]);
  expect(lastJson(shown)).toMatchObject({ manifest: { id }, changed: [] });
  expect(shown.stderr).toContain("2 chains × (60 + 40)");
  const diff = await carryover(["runs", "diff", id, "latest"]);
  expect(diff.stdout).toContain("data: the same");
  expect(diff.stdout).toContain('  kind: "default" → "adelon"');
  expect(diff.stdout).toContain("  seed: 5 → 6");
  expect(diff.stdout).toMatch(/ {2}tv +-?\d+\.\d+ +-?\d+\.\d+ +[+-]\d/);
});

test("report evaluates a run that nobody has evaluated yet", async () => {
  const ended = await carryover(["report", "latest", "--json"]);
  expect(ended.stderr).toContain("has not been evaluated; doing it now.");
  const { report } = lastJson(ended) as { report: string };
  expect(await readFile(report, "utf8")).toMatch(/^<!doctype html>/);
});

test("a damaged run is listed with the reason, and the verbs that need it say so", async () => {
  const broken = ".carryover/runs/20200101-000000-broken-0000";
  await mkdir(broken);
  expect((await carryover(["runs"])).stdout).toContain("damaged");
  expect(await carryover(["runs", "show", "20200101"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("is damaged: it has no manifest.json"),
  });
  await rm(broken, { recursive: true });
});

test("a file of a run that was changed afterwards is pointed out", async () => {
  await writeFile(
    `.carryover/runs/${id}/panel.json`,
    " ".repeat((await stat(`.carryover/runs/${id}/panel.json`)).size),
  );
  expect((await carryover(["runs", "show", id])).stderr).toContain("panel.json is no longer what was written");
});

test("--strict ends with 4 when the chains have not converged, and names the checks", async () => {
  const ended = await carryover(["train", "--chains", "2", "--warmup", "20", "--draws", "4", "--strict", "--json"]);
  expect(ended.code).toBe(4);
  expect(ended.stderr).toContain("Not converged (--strict): ");
  expect(lastJson(ended)).toMatchObject({ ok: false, outcome: "not-converged", exitCode: 4 });
});

test("stopping during warm-up leaves no run and ends with 130", async () => {
  const before = await readdir(".carryover/runs");
  let pressed = false;
  const ended = await carryover(["train", "--chains", "2", "--warmup", "1000000", "--draws", "10"], {
    onOutput: (output, interrupt) => {
      if (pressed || !output.includes("Sampling 2 chains")) return;
      pressed = true;
      setTimeout(interrupt, 300);
    },
  });
  expect(ended.code).toBe(130);
  expect(ended.stderr).toContain("Stopping; what is finished is kept.");
  expect(ended.stderr).toContain("Stopped during warm-up: no draw was finished, so no run was written.");
  expect((await readdir(".carryover/runs")).filter((name) => name !== ".checkpoints")).toEqual(before);
});

test("demo uses the data that are there, serves the report until it is stopped, and finds its run again", async () => {
  await mkdir(".carryover/demo", { recursive: true });
  await copyFile(fixture("good.csv"), ".carryover/demo/good.csv");
  await copyFile(fixture("carryover.yaml"), ".carryover/demo/carryover.yaml");
  let page = "";
  const visit = async (output: string, interrupt: () => void): Promise<void> => {
    const url = /Serving (\S+) /.exec(output)?.[1];
    if (url === undefined || page !== "") return;
    page = "asked";
    page = await (await fetch(url)).text();
    interrupt();
  };
  const demo = () =>
    carryover(["demo", ...short, "--port", "0", "--store", "demo-runs"], {
      onOutput: (output, interrupt) => void visit(output, interrupt),
    });
  const first = await demo();
  expect(first.code).toBe(0);
  expect(first.stderr).toContain("Sampling 2 chains");
  expect(page).toMatch(/^<!doctype html>/);
  page = "";
  const second = await demo();
  expect(second.code).toBe(0);
  expect(second.stdout).toMatch(/^Found the fit of these data: run \S+\.\nServing http:/);
  expect(second.stderr).not.toContain("Sampling");
  expect(await readdir("demo-runs")).toHaveLength(1);
});

test("a demo stopped while it samples, or with data it cannot use, lets go of its port", async () => {
  const stopped = await carryover(["demo", "--chains", "2", "--warmup", "1000000", "--port", "0", "--store", "none"], {
    onOutput: (output, interrupt) => {
      if (output.includes("Sampling 2 chains")) setTimeout(interrupt, 300);
    },
  });
  expect(stopped.code).toBe(130);
  await copyFile(fixture("negative-spend.csv"), ".carryover/demo/good.csv");
  expect(await carryover(["demo", "--port", "0"])).toMatchObject({ code: 3, stdout: "" });
});

test("serve shows the store, and a taken port is said at once", async () => {
  let taken: Promise<Ended> | undefined;
  const served = await carryover(["serve", "--port", "0"], {
    onOutput: (output, interrupt) => {
      const port = /Serving http:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1];
      if (port === undefined || taken !== undefined) return;
      taken = carryover(["serve", "--port", port]);
      void taken.then(interrupt);
    },
  });
  expect(served.code).toBe(0);
  expect(await taken).toMatchObject({ code: 2, stderr: expect.stringContaining("is taken by another program") });
});

test("an error nobody foresaw is one line and the path of the log with the stack", async () => {
  const evaluated = await carryover(["runs", "show", "latest", "--json"]);
  const { path } = lastJson(evaluated) as { path: string };
  await writeFile(join(path, "evaluation.json"), "{}");
  const { code, stderr } = await carryover(["report", "--log-file", "failure.log"]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^Unexpected error: .* \(details in .*failure\.log\)\n$/);
  expect(await readFile("failure.log", "utf8")).toMatch(/"stack":"TypeError/);
});
