// A worker thread's side of calibration: one replication per message, its ranks as the answer.
import { parentPort } from "node:worker_threads";
import { replicate } from "./replicate.mjs";

parentPort.on("message", async (replication) => {
  try {
    parentPort.postMessage({ kind: "done", ranks: await replicate(replication) });
  } catch (error) {
    parentPort.postMessage({ kind: "failed", message: error instanceof Error ? `${error.stack}` : String(error) });
  }
});
