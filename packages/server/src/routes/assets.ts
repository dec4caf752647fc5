// The dashboard's compiled modules, served from its own package.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Hono } from "hono";
import { HttpProblem } from "../errors.ts";

/** Serves `/assets/<module>.js`: one plain name, so that nothing outside the folder can be asked for. */
export function assetRoutes(folder: string = dashboardFolder()): Hono {
  const routes = new Hono();
  routes.get("/:name", async (context) => {
    const name = context.req.param("name");
    if (!/^[a-z][a-z0-9-]*\.js$/.test(name)) throw new HttpProblem(404, `there is no asset "${name}"`);
    try {
      const code = await readFile(join(folder, name), "utf8");
      return context.body(code, 200, { "content-type": "text/javascript; charset=utf-8" });
    } catch {
      throw new HttpProblem(404, `there is no asset "${name}"`);
    }
  });
  return routes;
}

function dashboardFolder(): string {
  const require = createRequire(import.meta.url);
  return join(dirname(require.resolve("@carryover/dashboard/package.json")), "dist");
}
