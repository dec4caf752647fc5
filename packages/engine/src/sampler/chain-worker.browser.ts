// A worker of chains in a browser.
import { chainWorker } from "./worker-chains.ts";
import type { WorkerRequest } from "./worker-protocol.ts";

const receive = chainWorker((reply, transfer) => self.postMessage(reply, [...transfer]));

self.addEventListener("message", (event: MessageEvent<WorkerRequest>) => receive(event.data));
