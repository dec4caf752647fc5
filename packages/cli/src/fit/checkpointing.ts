// Writes a running fit to disk every so often, so that nothing is lost when the process is.
import type { Checkpoint, CheckpointStore } from "@carryover/connect";
import type { Sampling } from "@carryover/engine";

export interface CheckpointingOptions {
  readonly store: CheckpointStore;
  readonly sampling: Sampling;
  /** Everything of the checkpoint but the draws. */
  readonly origin: Omit<Checkpoint, "sampling">;
  /** Milliseconds between two; undefined for none. */
  readonly everyMs: number | undefined;
  /** Told once why checkpoints cannot be written, such as a full disk: the fit itself goes on. */
  readonly onFailure: (error: unknown) => void;
}

export class Checkpointing {
  readonly #options: CheckpointingOptions;
  readonly #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  #hasFailed = false;

  constructor(options: CheckpointingOptions) {
    this.#options = options;
    const { everyMs } = options;
    if (everyMs !== undefined) this.#timer = setInterval(() => void this.#write(), everyMs).unref();
  }

  /** No further checkpoint begins; the one being written is finished. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#writing;
  }

  /** Writes what is finished now. Returns whether it is on the disk. */
  async writeLast(): Promise<boolean> {
    await this.stop();
    if (this.#options.everyMs === undefined) return false;
    await this.#write();
    return !this.#hasFailed;
  }

  /** One at a time: a disk slower than the interval is not given two. */
  #write(): Promise<void> {
    this.#writing ??= this.#writeOne().finally(() => {
      this.#writing = undefined;
    });
    return this.#writing;
  }

  async #writeOne(): Promise<void> {
    const { store, sampling, origin, onFailure } = this.#options;
    try {
      await store.write({ ...origin, sampling: await sampling.checkpoint() });
      this.#hasFailed = false;
    } catch (error) {
      if (!this.#hasFailed) onFailure(error);
      this.#hasFailed = true;
    }
  }
}
