// Scenarios from text: "name: change; change". Whatever is wrong in any of them is said at once.
import { type Problem, SpecError } from "../errors.ts";
import { parseChange } from "./parse-change.ts";
import type { Change, Scenario, Vocabulary } from "./scenario.ts";

/** A scenario before it is understood. */
export interface ScenarioText {
  /** Absent: the text itself is the name. */
  readonly name?: string;
  /** One change each, or several joined by `;`. */
  readonly changes: readonly string[];
}

/** `"more search: +20% search in Q4; -5% tv"` as name and changes. */
export function splitScenario(text: string): ScenarioText {
  const colon = outsideQuotes(text, ":")[0];
  if (colon === undefined) return { changes: [text] };
  const name = text
    .slice(0, colon)
    .trim()
    .replace(/^["“„«]|["”“»]$/gu, "")
    .trim();
  return { ...(name === "" ? {} : { name }), changes: [text.slice(colon + 1)] };
}

/**
 * Understands scenarios, all of them.
 *
 * @throws SpecError with every problem of every scenario, each naming the scenario
 */
export function parseScenarios(texts: readonly ScenarioText[], vocabulary: Vocabulary): Scenario[] {
  const problems: Problem[] = [...groupProblems(vocabulary)];
  const scenarios: Scenario[] = [];
  const names = new Set<string>();
  for (const text of texts) {
    const { name, changes } = parsed(text, vocabulary, problems);
    if (names.has(name)) {
      problems.push({
        code: "repeated-scenario",
        severity: "error",
        value: name,
        found: `two scenarios are called "${name}"`,
        remedy: 'Give each a name of its own: "name: change; change"',
      });
    }
    names.add(name);
    scenarios.push({ name, changes });
  }
  if (problems.length > 0) throw new SpecError(problems);
  return scenarios;
}

function parsed(text: ScenarioText, vocabulary: Vocabulary, problems: Problem[]): Scenario {
  const parts = text.changes.flatMap(splitChanges);
  const name = text.name ?? parts.join("; ");
  if (parts.length === 0) {
    problems.push({
      code: "empty-scenario",
      severity: "error",
      value: name,
      found: name === "" ? "a scenario is empty" : `the scenario "${name}" changes nothing`,
      remedy: 'Say what changes: "name: shift 10% of tv to search"',
    });
  }
  const changes: Change[] = [];
  for (const part of parts) {
    try {
      changes.push(parseChange(part, vocabulary));
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      problems.push(...error.problems);
    }
  }
  return { name, changes };
}

function splitChanges(text: string): string[] {
  const ends = [...outsideQuotes(text, ";"), text.length];
  const parts = ends.map((end, index) => text.slice(index === 0 ? 0 : ends[index - 1] + 1, end));
  return parts.map((part) => part.trim().replace(/\s+/gu, " ")).filter((part) => part !== "");
}

/** Positions of a character outside quotes of any kind. */
function outsideQuotes(text: string, wanted: string): number[] {
  const closing: Readonly<Record<string, string>> = { '"': '"', "“": "”", "„": "“”", "«": "»" };
  const positions: number[] = [];
  let until: string | undefined;
  [...text].reduce((at, character) => {
    if (until !== undefined) {
      if (until.includes(character)) until = undefined;
    } else if (closing[character] !== undefined) until = closing[character];
    else if (character === wanted) positions.push(at);
    return at + character.length;
  }, 0);
  return positions;
}

/** Groups are of channels that exist. */
function groupProblems({ channels, groups = {} }: Vocabulary): Problem[] {
  return Object.entries(groups).flatMap(([name, members]) => {
    const unknown = members.filter((member) => !channels.includes(member));
    if (unknown.length === 0 && members.length > 0) return [];
    return [
      {
        code: "unknown-channel",
        severity: "error" as const,
        value: name,
        found:
          members.length === 0
            ? `the group "${name}" has no channel`
            : `the group "${name}" has ${unknown.map((each) => `"${each}"`).join(" and ")}, which is no channel`,
        remedy: `Use channels of the data: ${channels.join(", ")}`,
      },
    ];
  });
}
