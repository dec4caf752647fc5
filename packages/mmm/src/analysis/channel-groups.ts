// Named groups of channels, read from `paid=tv,search; offline=tv,print`.
import { nearestKey } from "../data/config/nearest-key.ts";
import type { Problem } from "../errors.ts";

export interface ChannelGroup {
  readonly name: string;
  /** Names of channels, each once. */
  readonly channels: readonly string[];
}

/** The group of all channels is always reported under this name. */
export const totalName = "total";

/**
 * Groups separated by semicolons or spaces, each a name, `=`, and its channels separated by commas. A channel may be in
 * several groups.
 *
 * @param problems  gets everything that is wrong with them
 */
export function parseGroups(text: string, channels: readonly string[], problems: Problem[]): ChannelGroup[] {
  const report = (found: string, remedy: string): void => {
    problems.push({ code: "bad-group", severity: "error", found, remedy });
  };
  const groups: ChannelGroup[] = [];
  for (const part of text.replace(/\s*([=,;])\s*/g, "$1").split(/[;\s]+/)) {
    if (part === "") continue;
    const [name, members, ...rest] = part.split("=");
    if (name === "" || members === undefined || members === "" || rest.length > 0) {
      report(`group "${part}" is not a name and its channels`, "Write it as paid=tv,search");
      continue;
    }
    if (name === totalName || channels.includes(name)) {
      report(
        `group "${name}" has the name of ${name === totalName ? "all channels together" : "a channel"}`,
        "Choose another name",
      );
    }
    if (groups.some((group) => group.name === name)) {
      report(`group "${name}" is given twice`, "Give each group its own name");
    }
    const wanted = [...new Set(members.split(",").filter((each) => each !== ""))];
    for (const channel of wanted.filter((each) => !channels.includes(each))) {
      const nearest = nearestKey(channel, channels);
      report(
        `group "${name}": there is no channel "${channel}"`,
        nearest === undefined
          ? `Name one of ${channels.join(", ")}`
          : `Did you mean ${nearest}? There are ${channels.join(", ")}`,
      );
    }
    groups.push({ name, channels: wanted });
  }
  return groups;
}
