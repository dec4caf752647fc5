// Where the command line writes: answers on stdout, everything about the work on stderr, progress redrawn in place.

export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface ConsoleOptions {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Only the JSON line goes to stdout; the answer for people moves to stderr. */
  readonly json: boolean;
  /** Nothing but errors, and the JSON line when asked for. */
  readonly quiet: boolean;
}

export class Console {
  readonly #options: ConsoleOptions;
  #live: readonly string[] = [];
  #result: object | undefined;

  constructor(options: ConsoleOptions) {
    this.#options = options;
  }

  /** Whether progress can be redrawn in place. */
  get isLive(): boolean {
    return this.#options.stderr.isTTY === true && !this.#options.quiet;
  }

  /** Lines of the answer. */
  print(...lines: readonly string[]): void {
    if (this.#options.quiet) return;
    this.#write(this.#options.json ? this.#options.stderr : this.#options.stdout, lines);
  }

  /** What is being done, or a warning: for whoever watches, not for whoever reads the answer. */
  note(...lines: readonly string[]): void {
    if (!this.#options.quiet) this.#write(this.#options.stderr, lines);
  }

  /** Why it did not work; shown even when quiet. */
  error(...lines: readonly string[]): void {
    this.#write(this.#options.stderr, lines);
  }

  /** Replaces the lines drawn last; on a terminal only. */
  draw(lines: readonly string[]): void {
    if (!this.isLive) return;
    const { stderr } = this.#options;
    const width = Math.max(20, stderr.columns ?? 80) - 1;
    stderr.write(this.#eraseSequence() + lines.map((line) => `${line.slice(0, width)}\n`).join(""));
    this.#live = lines;
  }

  /** Leaves the drawn lines where they are; what comes next goes below. */
  keepDrawn(): void {
    this.#live = [];
  }

  /** Fields of the JSON object that closes stdout under --json; later calls add to earlier ones. */
  result(fields: object): void {
    this.#result = { ...this.#result, ...fields };
  }

  /** Writes the JSON line, last of all. */
  close(fields: object): void {
    if (!this.#options.json) return;
    this.#options.stdout.write(`${JSON.stringify({ ...fields, ...this.#result })}\n`);
  }

  #write(stream: OutputStream, lines: readonly string[]): void {
    const drawn = this.#live;
    if (drawn.length > 0) {
      this.#options.stderr.write(this.#eraseSequence());
      this.#live = [];
    }
    stream.write(lines.map((line) => `${line}\n`).join(""));
    if (drawn.length > 0) this.draw(drawn);
  }

  /** Moves to the first drawn line and clears all below. */
  #eraseSequence(): string {
    return this.#live.length === 0 ? "" : `\u001B[${this.#live.length}A\u001B[0J`;
  }
}
