// A worker of chains in Node.
import { parentPort } from "node:worker_threads";
import { chainWorker } from "./worker-chains.ts";

const port = parentPort;
if (port === null) throw new Error("this module runs in a worker thread");

port.on(
  "message",
  chainWorker((reply, transfer) => port.postMessage(reply, transfer)),
);
