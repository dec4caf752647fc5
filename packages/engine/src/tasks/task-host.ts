// The host's side of tasks in workers, of whatever kind: deals tasks out and gathers what the workers send.
import { SamplingError } from "../errors.ts";
import type { TaskRequest, TaskRunner } from "./task.ts";
import type { OpenTaskWorker, TaskWorkerHandle } from "./task-protocol.ts";

export interface WorkerTaskOptions {
  /** Most workers at a time; by default as many as can run at once. */
  readonly workers?: number | undefined;
}

export interface TaskWorkerHost {
  readonly open: OpenTaskWorker;
  /** URL of a module that exports `openTask(payload, task)`: the one the request states. */
  readonly module: string;
  readonly parallelism: number;
}

/** A runner that deals tasks out in turn to as many workers as can run at once. */
export function workerTasks(host: TaskWorkerHost): TaskRunner {
  return {
    async run(request) {
      if (request.signal?.aborted) return;
      const count = Math.min(request.tasks, host.parallelism);
      const handles: TaskWorkerHandle[] = [];
      const end = (): void => {
        for (const handle of handles) handle.post({ kind: "end" });
      };
      request.signal?.addEventListener("abort", end);
      try {
        await Promise.all(Array.from({ length: count }, (_, index) => runShare(host, handles, index, count, request)));
      } finally {
        request.signal?.removeEventListener("abort", end);
        await Promise.all(handles.map((handle) => handle.terminate()));
      }
    },
  };
}

function runShare(
  { open, module }: TaskWorkerHost,
  handles: TaskWorkerHandle[],
  index: number,
  count: number,
  { payload, tasks, onPart }: TaskRequest,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const handle = open({
      onReply(reply) {
        if (reply.kind === "part") onPart(reply.task, reply.part);
        else if (reply.kind === "done") resolve();
        else reject(new SamplingError(`a task failed: ${reply.name}: ${reply.message}`));
      },
      onFailure: (reason) => reject(new SamplingError(`a task failed: ${reason}`)),
    });
    handles.push(handle);
    const own = Array.from({ length: tasks }, (_, task) => task).filter((task) => task % count === index);
    handle.post({ kind: "run", module, payload, tasks: own });
  });
}
