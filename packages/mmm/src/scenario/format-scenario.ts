// A scenario as text that is read as the same scenario.
import { formatName } from "./names.ts";
import type { Amount, Change, Channels, ControlChange, Scenario, Step } from "./scenario.ts";
import { formatWindow } from "./window-text.ts";

/** `"more search: +20% search in Q4; -5% tv"`. */
export function formatScenario({ name, changes }: Scenario): string {
  const body = changes.map(formatChange).join("; ");
  return name === body ? body : `${quotedIfNeeded(name)}: ${body}`;
}

export function formatChange(change: Change): string {
  const place = [
    ...(change.geos === undefined ? [] : [`in geo ${list(change.geos)}`]),
    ...(change.window === undefined ? [] : [`in ${formatWindow(change.window)}`]),
  ];
  return [formatBody(change), ...place].join(" ");
}

function formatBody(change: Change): string {
  switch (change.kind) {
    case "shift":
      return `shift ${formatMagnitude(change.step)} of ${list(change.from)} to ${list(change.to)}`;
    case "adjust": {
      const { channels, step } = change;
      if (step.unit !== "factor") return `${formatStep(step)} ${formatChannels(channels)}`;
      return step.value === 0 ? `${formatChannels(channels)} off` : `${formatChannels(channels)} x${step.value}`;
    }
    case "set":
      return `set ${formatChannels(change.channels)} to ${formatAmount(change.amount)}`;
    case "cost":
      return `${formatChannels(change.channels)} cost ${formatStep(change.step)}`;
    case "control":
      return formatControl(change);
    case "value":
      return `unit value ${formatStep(change.step)}`;
  }
}

function formatControl({ control, step }: ControlChange): string {
  const name = `control ${formatName(control)}`;
  if (step.unit === "to") return `${name} = ${step.value}`;
  return step.unit === "add" ? `${name} ${withSign(step.value)}` : `${name} ${formatStep(step)}`;
}

function formatStep(step: Step): string {
  if (step.unit === "factor") return `x${step.value}`;
  if (step.unit === "percent") return `${withSign(step.value)}%`;
  return `${step.value < 0 ? "-" : "+"}${formatAmount({ ...step, value: Math.abs(step.value) })}`;
}

function formatMagnitude(step: Exclude<Step, { unit: "factor" }>): string {
  return step.unit === "percent" ? `${step.value}%` : formatAmount(step);
}

function formatAmount({ value, per }: Amount): string {
  return per === undefined ? `${value}` : `${value} per ${per}`;
}

function withSign(value: number): string {
  return value < 0 ? `-${-value}` : `+${value}`;
}

function formatChannels(channels: Channels): string {
  return channels === "all" ? "budget" : list(channels);
}

function list(names: readonly string[]): string {
  const written = names.map(formatName);
  return written.length < 2 ? written.join("") : `${written.slice(0, -1).join(", ")} and ${written.at(-1)}`;
}

function quotedIfNeeded(name: string): string {
  return /[:;]/u.test(name) ? `"${name}"` : name;
}
