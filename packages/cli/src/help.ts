// The help texts, made from the verbs' own descriptions.
import { type Command, globalOptions, type OptionSpec, usageLine } from "./options.ts";

export function generalHelp(commands: readonly Command[]): string[] {
  const width = Math.max(...commands.map((command) => command.name.length));
  return [
    "carryover: what did marketing bring, and how sure can one be?",
    "",
    "Usage: carryover VERB [options]",
    "",
    ...commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`),
    "",
    "Every verb takes --help. Start with: carryover init your.csv, then carryover run.",
    "Exit codes: 0 done, 1 unexpected, 2 usage or configuration, 3 data, 4 --strict and not converged, 130 interrupted.",
  ];
}

export function commandHelp(command: Command): string[] {
  return [
    command.summary,
    "",
    `Usage: ${usageLine(command)}`,
    "",
    ...optionLines(command.options),
    ...optionLines(globalOptions),
    ...(command.notes === undefined ? [] : ["", ...command.notes]),
  ];
}

function optionLines(options: Readonly<Record<string, OptionSpec>>): string[] {
  return Object.entries(options).map(([name, { value, short, help }]) => {
    const head = `${short === undefined ? "    " : `-${short}, `}--${name}${value === undefined ? "" : ` ${value}`}`;
    return `  ${head.padEnd(28)}  ${help}`;
  });
}
