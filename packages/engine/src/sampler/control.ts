// What a host may ask of running chains, and where those wishes wait until the chains pause.

/** `report`: send home what is finished, and the chain's state. `stop`: the same, and end. */
export type ChainCommand = "pause" | "resume" | "report" | "stop";

/** The wishes that have arrived in the thread of some chains. */
export class ChainControl {
  #stopRequested = false;
  #paused = false;
  #reportRequested = false;
  #wake: (() => void) | undefined;

  receive(command: ChainCommand): void {
    switch (command) {
      case "pause":
        this.#paused = true;
        break;
      case "resume":
        this.#paused = false;
        break;
      case "report":
        this.#reportRequested = true;
        break;
      case "stop":
        this.#stopRequested = true;
        break;
    }
    this.#wake?.();
    this.#wake = undefined;
  }

  get stopRequested(): boolean {
    return this.#stopRequested;
  }

  get isPaused(): boolean {
    return this.#paused && !this.#stopRequested;
  }

  /** Whether a report was asked for since the last time this was called. */
  takeReportRequest(): boolean {
    const requested = this.#reportRequested;
    this.#reportRequested = false;
    return requested;
  }

  /** Resolves at the next command. */
  nextCommand(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
