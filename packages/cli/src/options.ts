// What a verb is, and how its options are read: every mistake is named, with the nearest valid word.
import { parseArgs } from "node:util";
import { nearestKey } from "@carryover/mmm";
import type { Logger } from "pino";
import type { Console } from "./console.ts";
import { UsageError } from "./errors.ts";
import type { ListenForRequests } from "./live-requests.ts";
import { logLevels } from "./log.ts";

/** How a verb ended, when it ended by itself. */
export type Outcome = "done" | "not-converged" | "not-trusted" | "interrupted";

export interface OptionSpec {
  readonly help: string;
  /** What the value is called in the help; absent for a switch. */
  readonly value?: string;
  readonly short?: string;
  /** Whether all values count when it is given several times; else the last one does. */
  readonly repeats?: true;
}

export interface Command {
  readonly name: string;
  /** One line for the list of verbs. */
  readonly summary: string;
  /** Names of the arguments, in order; `[NAME]` for one that may be left out, `[NAME …]` last for any number of them. */
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** What the first Ctrl-C is answered with; by default that finished work is kept. */
  readonly stopping?: string;
  /** Lines shown below the options. */
  readonly notes?: readonly string[];
  run(context: CommandContext): Promise<Outcome>;
}

export interface CommandContext {
  readonly values: OptionValues;
  readonly positionals: readonly string[];
  readonly console: Console;
  readonly logger: Logger;
  /** Aborts when the reader asks to stop. */
  readonly signal: AbortSignal;
  /** Resolves once that request can no longer arrive twice: to be awaited before a computation that blocks. */
  readonly pressIsOver: () => Promise<void>;
  /** From now on the reader's request to stop ends the process: for a computation that blocks and leaves nothing behind. */
  readonly endAtOnce: () => void;
  /** Keys and signals that ask something of running work. */
  readonly onRequest: ListenForRequests;
}

export const globalOptions: Readonly<Record<string, OptionSpec>> = {
  "log-level": { value: "LEVEL", help: `what to log: ${logLevels.join(", ")} (default info)` },
  "log-file": { value: "FILE", help: "append the log to this file" },
  json: { help: "close stdout with one JSON object; the text for people goes to stderr" },
  quiet: { short: "q", help: "print nothing but errors" },
  help: { short: "h", help: "show this help" },
};

/** The values given, by name. */
export class OptionValues {
  readonly #values: ReadonlyMap<string, string | true>;
  readonly #repeated: ReadonlyMap<string, readonly string[]>;

  constructor(
    values: ReadonlyMap<string, string | true>,
    repeated: ReadonlyMap<string, readonly string[]> = new Map(),
  ) {
    this.#values = values;
    this.#repeated = repeated;
  }

  isSet(name: string): boolean {
    return this.#values.has(name);
  }

  /** The same values with one set. */
  with(name: string, value: string): OptionValues {
    return new OptionValues(new Map(this.#values).set(name, value), this.#repeated);
  }

  text(name: string): string | undefined {
    const value = this.#values.get(name);
    return value === true ? undefined : value;
  }

  /** Every value of an option that repeats, in order; none when it was not given. */
  texts(name: string): readonly string[] {
    return this.#repeated.get(name) ?? [];
  }

  /** @throws UsageError when the value is not one of `choices` */
  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const found = choices.find((choice) => choice === value);
    if (found === undefined) {
      const nearest = nearestKey(value, choices);
      const hint = nearest === undefined ? "" : `; did you mean ${nearest}?`;
      throw new UsageError(`--${name} ${value}: must be one of ${choices.join(", ")}${hint}`);
    }
    return found;
  }

  /** @throws UsageError when the value is not a whole number from `least` to `most` */
  whole(name: string, least: number, most: number): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const number = /^[+-]?\d+$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= least && number <= most)) {
      throw new UsageError(`--${name} ${value}: must be a whole number from ${least} to ${most}`);
    }
    return number;
  }

  /** Milliseconds of `30s`, `5min` or `1h`; Infinity of `off`. @throws UsageError for anything else, and below a second */
  interval(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (value === "off") return Number.POSITIVE_INFINITY;
    const [, amount, unit] = /^(\d+(?:\.\d+)?) ?(s|min|h)$/.exec(value) ?? [];
    const ms = Number(amount) * ({ s: 1000, min: 60_000, h: 3_600_000 }[unit ?? ""] ?? Number.NaN);
    // A timer of Node's holds 24 days.
    if (!(ms >= 1000 && ms < 2 ** 31)) {
      throw new UsageError(`--${name} ${value}: must be a time such as 30s, 5min or 1h (at least 1s), or off`);
    }
    return ms;
  }

  /** @throws UsageError when the value is not a number strictly between `above` and `below` */
  between(name: string, above: number, below: number): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const number = value.trim() === "" ? Number.NaN : Number(value);
    if (!(number > above && number < below)) {
      throw new UsageError(`--${name} ${value}: must be a number between ${above} and ${below}`);
    }
    return number;
  }
}

export interface ParsedArguments {
  readonly values: OptionValues;
  readonly positionals: readonly string[];
}

/** Reads the words after the verb. @throws UsageError for an unknown option, a missing value or a surplus argument */
export function parseArguments(command: Command, words: readonly string[]): ParsedArguments {
  const known: Record<string, OptionSpec> = { ...command.options, ...globalOptions };
  const { tokens } = parseArgs({
    args: words.map(withMinusSign),
    strict: false,
    tokens: true,
    options: Object.fromEntries(
      Object.entries(known).map(([name, { value, short }]) => [
        name,
        {
          type: value === undefined ? ("boolean" as const) : ("string" as const),
          ...(short === undefined ? {} : { short }),
        },
      ]),
    ),
  });
  const values = new Map<string, string | true>();
  const repeated = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const spec = Object.hasOwn(known, token.name) ? known[token.name] : undefined;
    if (spec === undefined) throw unknownOption(command, token.rawName, Object.keys(known));
    const value = optionValue(token, spec);
    values.set(token.name, value);
    if (spec.repeats === true && value !== true) repeated.set(token.name, [...(repeated.get(token.name) ?? []), value]);
  }
  if (!values.has("help")) checkPositionals(command, positionals);
  return { values: new OptionValues(values, repeated), positionals };
}

/** "-15% tv" is a scenario, not the option -1: its hyphen becomes the minus sign that it stands for. */
function withMinusSign(word: string): string {
  return /^-\s*[\d.]\S*[%\s]/.test(word) ? `\u2212${word.slice(1)}` : word;
}

interface OptionToken {
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function optionValue({ rawName, value, inlineValue }: OptionToken, spec: OptionSpec): string | true {
  if (spec.value === undefined) {
    if (value !== undefined) throw new UsageError(`${rawName} takes no value; it was given "${value}"`);
    return true;
  }
  const missing = value === undefined || value === "" || (inlineValue !== true && /^--?[a-z]/i.test(value));
  if (missing) throw new UsageError(`${rawName} needs a value: ${rawName} ${spec.value}`);
  return value;
}

function unknownOption(command: Command, rawName: string, known: readonly string[]): UsageError {
  const nearest = nearestKey(rawName.replace(/^-+/, ""), known);
  const hint = nearest === undefined ? `see carryover ${command.name} --help` : `did you mean --${nearest}?`;
  return new UsageError(`unknown option ${rawName} for carryover ${command.name}; ${hint}`);
}

function checkPositionals(command: Command, given: readonly string[]): void {
  const takesMore = command.positionals.at(-1)?.includes("…") ?? false;
  const surplus = takesMore ? undefined : given[command.positionals.length];
  if (surplus !== undefined) throw new UsageError(`unexpected argument "${surplus}"; usage: ${usageLine(command)}`);
  const missing = command.positionals.slice(given.length).find((name) => !name.startsWith("["));
  if (missing !== undefined) throw new UsageError(`${missing} is missing; usage: ${usageLine(command)}`);
}

export function usageLine(command: Command): string {
  return ["carryover", command.name, ...command.positionals, "[options]"].join(" ");
}
