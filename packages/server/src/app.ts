// The web application over a run store: pages, API, headers, and errors as problem documents.
import type { RunStore } from "@carryover/connect";
import { Hono } from "hono";
import { HttpProblem, problemResponse } from "./errors.ts";
import { apiRoutes } from "./routes/api-runs.ts";
import { assetRoutes } from "./routes/assets.ts";
import { pageRoutes } from "./routes/pages.ts";

/** What the server logs with; a pino logger is one. */
export interface ServerLogger {
  info(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export interface AppOptions {
  readonly store: RunStore;
  readonly logger?: ServerLogger;
}

const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const headers: Readonly<Record<string, string>> = {
  "cache-control": "no-store",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

const loopbackNames: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

export function createApp({ store, logger }: AppOptions): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    const started = performance.now();
    await next();
    for (const [name, value] of Object.entries(headers)) context.res.headers.set(name, value);
    if (!context.res.headers.has("content-security-policy")) {
      context.res.headers.set("content-security-policy", pagePolicy);
    }
    const { method, path } = context.req;
    const durationMs = Math.round(performance.now() - started);
    logger?.info({ method, path, status: context.res.status, durationMs }, "request");
  });
  app.use(async (context, next) => {
    // A page elsewhere can point a name of its own at 127.0.0.1; it cannot make the browser send this machine's names.
    const { hostname } = new URL(context.req.url);
    if (!loopbackNames.has(hostname))
      throw new HttpProblem(403, `this server does not answer to the name "${hostname}"`);
    await next();
  });
  app.route("/api", apiRoutes(store));
  app.route("/assets", assetRoutes());
  app.route("/", pageRoutes(store));
  app.notFound((context) => problemResponse(404, `there is nothing at ${context.req.path}`));
  app.onError((error, context) => {
    if (error instanceof HttpProblem) return problemResponse(error.status, error.message);
    logger?.error({ err: error, path: context.req.path }, "request failed");
    return problemResponse(500, "the server could not answer; its log says why");
  });
  return app;
}
