// A worker of tasks in Node.
import { parentPort } from "node:worker_threads";
import { taskWorker } from "./task-worker.ts";

const port = parentPort;
if (port === null) throw new Error("this module runs in a worker thread");

port.on(
  "message",
  taskWorker((reply) => port.postMessage(reply)),
);
