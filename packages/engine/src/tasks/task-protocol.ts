// What a host and a worker of tasks say to each other, and the little that both ask of a kind of worker.

/** Host to worker. */
export type TaskOrder =
  | {
      readonly kind: "run";
      /** URL of a module that exports `openTask(payload, task)`. */
      readonly module: string;
      readonly payload: unknown;
      readonly tasks: readonly number[];
    }
  | { readonly kind: "end" };

/** Worker to host. */
export type TaskReply =
  | { readonly kind: "part"; readonly task: number; readonly part: unknown }
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly name: string; readonly message: string };

/** A worker as its host sees it. */
export interface TaskWorkerHandle {
  post(order: TaskOrder): void;
  terminate(): Promise<void>;
}

/** Starts a worker; `onFailure` when it ended, or could not be started. */
export type OpenTaskWorker = (listener: {
  onReply(reply: TaskReply): void;
  onFailure(reason: string): void;
}) => TaskWorkerHandle;
