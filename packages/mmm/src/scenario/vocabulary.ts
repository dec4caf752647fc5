// The names scenarios may use: those of the data, and groups of channels.
import { parseGroups } from "../analysis/channel-groups.ts";
import type { Panel } from "../data/panel.ts";
import { type Problem, SpecError } from "../errors.ts";
import type { Vocabulary } from "./scenario.ts";
import { contextOf } from "./scenario-plan.ts";

/**
 * @param groups     of a file of scenarios
 * @param groupText  more of them, `digital=search,social; air=tv`
 * @throws SpecError when that is not a list of groups
 */
export function vocabularyOf(
  panel: Panel,
  groups: Readonly<Record<string, readonly string[]>> = {},
  groupText: string = "",
): Vocabulary {
  const { media, geos } = panel;
  const channels = media.map(({ name }) => name);
  const problems: Problem[] = [];
  const given = parseGroups(groupText, channels, problems);
  if (problems.length > 0) throw new SpecError(problems);
  return {
    channels,
    controls: contextOf(panel).map(({ name }) => name),
    geos: geos.length === 1 ? [] : geos,
    groups: { ...groups, ...Object.fromEntries(given.map((group) => [group.name, group.channels])) },
  };
}
