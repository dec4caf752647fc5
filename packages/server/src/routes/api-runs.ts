// The API over the run store: the list of runs, one run's manifest, and whether the server is well.
import type { RunStore, StoredRun } from "@carryover/connect";
import { Hono } from "hono";
import { HttpProblem } from "../errors.ts";
import { type RunList, summarizeRun } from "./run-summary.ts";

export function apiRoutes(store: RunStore): Hono {
  const routes = new Hono();
  routes.get("/health", async (context) => context.json({ status: "ok", runs: (await store.list()).length }));
  routes.get("/runs", async (context) => {
    const runs = (await store.list()).map(summarizeRun);
    return context.json({ runs } satisfies RunList);
  });
  routes.get("/runs/:id", async (context) => context.json((await findRun(store, context.req.param("id"))).manifest));
  return routes;
}

/** The run of that very id, or of `latest`. @throws HttpProblem 404 when there is none, 500 when it is damaged */
export async function findRun(store: RunStore, id: string): Promise<StoredRun> {
  const entries = await store.list();
  const entry = entries.find((each) => (id === "latest" ? each.kind === "run" : each.id === id));
  if (entry === undefined)
    throw new HttpProblem(404, id === "latest" ? "there is no run yet" : `there is no run "${id}"`);
  if (entry.kind === "damaged") throw new HttpProblem(500, `run ${id} is damaged: ${entry.reason}`);
  return store.read(entry.id);
}
