// Puts an application on a port of this machine, and only of this machine.
import { createAdaptorServer } from "@hono/node-server";
import type { Hono } from "hono";
import { ServerError } from "./errors.ts";

export interface RunningServer {
  readonly url: string;
  /** Ends open connections too; a second call does nothing. */
  close(): Promise<void>;
}

export const serverHost = "127.0.0.1";

/**
 * @param port  0 for any free one
 * @throws ServerError when the port is taken or may not be opened
 */
export function listen(app: Hono, port: number): Promise<RunningServer> {
  return new Promise((resolve, reject) => {
    const server = createAdaptorServer({ fetch: app.fetch });
    server.once("error", (error: NodeJS.ErrnoException) => {
      const reason =
        error.code === "EADDRINUSE"
          ? `port ${port} is taken by another program; stop it, or choose another port with --port`
          : `port ${port} cannot be opened: ${error.message}; choose another with --port`;
      reject(new ServerError(reason, { cause: error }));
    });
    server.listen(port, serverHost, () => {
      const address = server.address();
      const open = typeof address === "object" && address !== null ? address.port : port;
      resolve({
        url: `http://${serverHost}:${open}`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            if ("closeAllConnections" in server) server.closeAllConnections();
          }),
      });
    });
  });
}
