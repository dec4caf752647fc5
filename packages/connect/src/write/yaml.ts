// A plain value as YAML.
import { stringify } from "yaml";

/** @param comments  lines put at the top, without the leading `#` */
export function formatYaml(value: unknown, comments: readonly string[] = []): string {
  return comments.map((comment) => `# ${comment}\n`).join("") + stringify(value, { lineWidth: 0 });
}
