// From the words typed to a verb carried out: finds it, reads its options, opens console and log.
import { nearestKey } from "@carryover/mmm";
import { commands } from "./commands/index.ts";
import { version } from "./config/version.ts";
import { Console, type OutputStream } from "./console.ts";
import { UsageError } from "./errors.ts";
import { commandHelp, generalHelp } from "./help.ts";
import { type Log, logLevels, openLog } from "./log.ts";
import { type Command, type CommandContext, type OptionValues, type Outcome, parseArguments } from "./options.ts";

export interface Streams {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
}

/** What is open while a verb runs: whoever reports its end needs them. */
export interface Session {
  readonly console: Console;
  readonly log: Log;
  /** What the first Ctrl-C is answered with. */
  readonly stopping: string;
  run(signal: AbortSignal): Promise<Outcome>;
}

/** @throws UsageError when the words make no command */
export function openSession(words: readonly string[], streams: Streams): Session {
  const [verb, ...rest] = words;
  if (verb === undefined || verb === "--help" || verb === "-h" || verb === "help")
    return printing(streams, generalHelp(commands));
  if (verb === "--version" || verb === "-v") return printing(streams, [version]);
  const command = commands.find((each) => each.name === verb);
  if (command === undefined) throw unknownVerb(verb);
  const { values, positionals } = parseArguments(command, rest);
  if (values.isSet("help")) return printing(streams, commandHelp(command));
  const console = openConsole(streams, values);
  const log = openLog({
    level: values.choice("log-level", logLevels) ?? "info",
    file: values.text("log-file"),
    ...(values.isSet("log-level") ? { echo: (line: string) => console.note(line) } : {}),
  });
  return {
    console,
    log,
    stopping: command.stopping ?? defaultStopping,
    run: (signal) => runCommand(command, { values, positionals, console, logger: log.logger, signal }),
  };
}

const defaultStopping = "Stopping; what is finished is kept. Press Ctrl-C again to quit at once.";

async function runCommand(command: Command, context: CommandContext): Promise<Outcome> {
  const started = performance.now();
  context.logger.info({ verb: command.name, version }, "started");
  const outcome = await command.run(context);
  context.logger.info({ verb: command.name, outcome, durationMs: Math.round(performance.now() - started) }, "ended");
  return outcome;
}

function openConsole(streams: Streams, values: OptionValues): Console {
  return new Console({ ...streams, json: values.isSet("json"), quiet: values.isSet("quiet") });
}

/** A session that only prints. */
function printing(streams: Streams, lines: readonly string[]): Session {
  const console = new Console({ ...streams, json: false, quiet: false });
  return {
    console,
    log: openLog({ level: "silent", file: undefined }),
    stopping: defaultStopping,
    run: () => {
      console.print(...lines);
      return Promise.resolve("done");
    },
  };
}

function unknownVerb(verb: string): UsageError {
  const nearest = nearestKey(
    verb,
    commands.map((command) => command.name),
  );
  const what = verb.startsWith("-") ? "option" : "verb";
  const hint = nearest === undefined ? "see carryover --help" : `did you mean carryover ${nearest}?`;
  return new UsageError(`unknown ${what} ${verb}; ${hint}`);
}
