// A server of the built packages, for tests in a page.
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { fileURLToPath } from "node:url";

/** What a bundler or a development server does for a worker, to whom import maps do not apply. */
const served: Readonly<Record<string, string>> = { "@carryover/engine": "/engine/index.js" };

/** The built files of both packages, as they are but for the names of packages. */
export async function serveBuiltFiles(): Promise<Server> {
  const server = createServer(async (request, response) => {
    const [, name = "", path = ""] = /^\/(engine|mmm)\/([\w./-]+\.js)$/.exec(request.url ?? "") ?? [];
    if (request.url === "/") {
      response.setHeader("content-type", "text/html");
      response.end("<!doctype html><title>A page</title>");
      return;
    }
    if (request.url === "/favicon.ico") {
      response.writeHead(204).end();
      return;
    }
    try {
      const file = fileURLToPath(new URL(`../../../${name}/dist/${path}`, import.meta.url));
      const text = (await readFile(file, "utf8")).replaceAll(/ from "([^".][^"]*)"/g, (_all, module: string) => {
        if (served[module] === undefined) throw new Error(`a worker would load ${module}`);
        return ` from "${served[module]}"`;
      });
      response.setHeader("content-type", "text/javascript");
      response.end(text);
    } catch (error) {
      response.statusCode = 404;
      response.end(String(error));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}
