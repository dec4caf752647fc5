// A worker of tasks in a browser.
import type { TaskOrder } from "./task-protocol.ts";
import { taskWorker } from "./task-worker.ts";

const receive = taskWorker((reply) => self.postMessage(reply));

self.addEventListener("message", (event: MessageEvent<TaskOrder>) => receive(event.data));
