// From the words typed to a verb carried out: finds it, reads its options, opens console and log, tells how it ended.
import { nearestKey } from "@carryover/mmm";
import { commands } from "./commands/index.ts";
import { version } from "./config/version.ts";
import { Console, type OutputStream } from "./console.ts";
import { endWithError, endWithOutcome } from "./ending.ts";
import { UsageError } from "./errors.ts";
import { exitCodes } from "./exit-codes.ts";
import { commandHelp, generalHelp } from "./help.ts";
import { interruptSignal, type ListenForInterrupts, pressIsOver } from "./interrupt.ts";
import type { ListenForRequests } from "./live-requests.ts";
import { type Log, logLevels, openLog } from "./log.ts";
import { type Command, type CommandContext, type OptionValues, type Outcome, parseArguments } from "./options.ts";

/** What the process lends to the command line. */
export interface Host {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly onInterrupt: ListenForInterrupts;
  /** Absent where nobody can ask. */
  readonly onRequest?: ListenForRequests;
}

const defaultStopping = "Stopping; what is finished is kept. Press Ctrl-C again to quit at once.";

/** Carries out one command line and resolves to its exit code; never rejects. */
export async function runCommandLine(words: readonly string[], host: Host): Promise<number> {
  // Until the options are understood: enough to say what is wrong with them in the form that was asked for.
  let console = new Console({ ...host, json: words.includes("--json"), quiet: false });
  let log: Log = openLog({ level: "silent", file: undefined });
  let signal: AbortSignal | undefined;
  try {
    const [verb, ...rest] = words;
    const text = plainText(verb);
    if (text !== undefined) {
      console.print(...text);
      return exitCodes.done;
    }
    const command = findCommand(verb ?? "");
    const { values, positionals } = parseArguments(command, rest);
    if (values.isSet("help")) {
      console.print(...commandHelp(command));
      return exitCodes.done;
    }
    console = new Console({ ...host, json: values.isSet("json"), quiet: values.isSet("quiet") });
    log = openCommandLog(values, console);
    const interrupts = interruptSignal(host.onInterrupt, () => console.note(command.stopping ?? defaultStopping));
    signal = interrupts.signal;
    const { logger } = log;
    const { onRequest = () => () => undefined } = host;
    const context = {
      values,
      positionals,
      console,
      logger,
      signal,
      pressIsOver,
      onRequest,
      endAtOnce: interrupts.release,
    };
    const outcome = await runLogged(command, context);
    return endWithOutcome(outcome, console);
  } catch (error) {
    const { writeFailure } = log;
    return endWithError(error, { console, writeFailure, stopped: signal?.aborted === true });
  }
}

/** What is printed without any verb. */
function plainText(verb: string | undefined): readonly string[] | undefined {
  if (verb === undefined || ["--help", "-h", "help"].includes(verb)) return generalHelp(commands);
  return ["--version", "-v"].includes(verb) ? [version] : undefined;
}

function findCommand(verb: string): Command {
  const command = commands.find((each) => each.name === verb);
  if (command !== undefined) return command;
  const nearest = nearestKey(
    verb,
    commands.map(({ name }) => name),
  );
  const what = verb.startsWith("-") ? "option" : "verb";
  const hint = nearest === undefined ? "see carryover --help" : `did you mean carryover ${nearest}?`;
  throw new UsageError(`unknown ${what} ${verb}; ${hint}`);
}

function openCommandLog(values: OptionValues, console: Console): Log {
  return openLog({
    level: values.choice("log-level", logLevels) ?? "info",
    file: values.text("log-file"),
    ...(values.isSet("log-level") ? { echo: (line: string) => console.note(line) } : {}),
  });
}

async function runLogged(command: Command, context: CommandContext): Promise<Outcome> {
  const startedMs = performance.now();
  context.logger.info({ verb: command.name, version }, "started");
  const outcome = await command.run(context);
  context.logger.info({ verb: command.name, outcome, durationMs: Math.round(performance.now() - startedMs) }, "ended");
  return outcome;
}
