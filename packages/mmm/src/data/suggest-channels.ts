// Which columns are a channel's exposure, and which channels cost nothing: guessed from names.
import { channelOfExposure, channelOfFrequency, channelOfReach, looksOrganic } from "./column-guess.ts";

/** Columns of an exposure, or of reach and frequency; neither where a paid channel has spend alone. */
export interface SuggestedExposure {
  readonly exposure?: string;
  readonly reach?: string;
  readonly frequency?: string;
}

export interface SuggestedChannel extends SuggestedExposure {
  readonly name: string;
  readonly spend: string;
}

export interface SuggestedOrganic extends SuggestedExposure {
  readonly name: string;
}

/** Takes the exposure of a channel out of the columns that are left: reach where it comes with its frequency. */
export function takeExposure(name: string, left: Set<string>): SuggestedExposure {
  const find = (channelOf: (column: string) => string | undefined): string | undefined =>
    [...left].find((column) => channelOf(column)?.toLowerCase() === name.toLowerCase());
  const [reach, frequency] = [find(channelOfReach), find(channelOfFrequency)];
  if (reach !== undefined && frequency !== undefined) {
    left.delete(reach);
    left.delete(frequency);
    return { reach, frequency };
  }
  const exposure = find(channelOfExposure);
  if (exposure === undefined) return {};
  left.delete(exposure);
  return { exposure };
}

/** Takes the channels that cost nothing out of the columns that are left: those named so, and reach and frequency nobody paid for. */
export function takeOrganic(left: Set<string>): SuggestedOrganic[] {
  const channels: SuggestedOrganic[] = [];
  const isReached = (column: string): boolean => {
    const name = channelOfReach(column);
    return name !== undefined && [...left].some((other) => channelOfFrequency(other) === name);
  };
  for (const column of [...left]) {
    if (!left.has(column) || !(looksOrganic(column) || isReached(column))) continue;
    const name = channelOfReach(column) ?? channelOfFrequency(column) ?? channelOfExposure(column) ?? column;
    const found = takeExposure(name, left);
    if (found.exposure === undefined && found.reach === undefined) {
      left.delete(column);
      channels.push({ name, exposure: column });
    } else channels.push({ name, ...found });
  }
  return channels;
}
