// carryover serve: the newest report and the list of runs, in the browser, on this machine only.
import type { RunStore } from "@carryover/connect";
import type { RunningServer } from "@carryover/server";
import type { Command, CommandContext, OptionSpec, Outcome } from "../options.ts";
import { storeOf, storeOptions } from "./store-options.ts";

const defaultPort = 8501;

export const portOptions: Readonly<Record<string, OptionSpec>> = {
  port: { value: "NUMBER", short: "p", help: `port on 127.0.0.1 (default ${defaultPort}; 0 for any free one)` },
};

export const serveCommand: Command = {
  name: "serve",
  summary: "serve the newest report and the list of runs on 127.0.0.1",
  positionals: [],
  options: { ...storeOptions, ...portOptions },
  stopping: "Stopped.",
  notes: ["Runs until Ctrl-C, which is its ordinary end: exit code 0."],
  run: (context) => serveStore(storeOf(context.values), context),
};

/** Serves until the reader stops it. @throws ServerError when the port is taken */
async function serveStore(store: RunStore, context: CommandContext): Promise<Outcome> {
  const server = await openServer(store, context);
  await serveUntilStopped(server, context);
  return "done";
}

/** @throws ServerError when the port is taken */
export async function openServer(store: RunStore, { values, logger }: CommandContext): Promise<RunningServer> {
  // Loaded here: the verbs that fit need no server, and start sooner without one.
  const { createApp, listen } = await import("@carryover/server");
  return listen(createApp({ store, logger }), values.whole("port", 0, 65_535) ?? defaultPort);
}

/** Says where the server is, waits for the reader to stop it, and closes it. */
export async function serveUntilStopped(server: RunningServer, context: CommandContext): Promise<void> {
  const { console, logger, signal } = context;
  logger.info({ url: server.url }, "serving");
  console.print(`Serving ${server.url} (all runs: ${server.url}/runs). Press Ctrl-C to stop.`);
  console.result({ url: server.url });
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  await server.close();
}
