// Every key the configuration knows, by path; read off the JSON Schema, so that there is one list and not two.
import { configJsonSchema } from "./schema.ts";

interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly additionalProperties?: boolean | SchemaNode;
}

function collect(node: SchemaNode, path: string, keys: Map<string, string[]>): void {
  for (const branch of node.anyOf ?? []) collect(branch, path, keys);
  if (node.items !== undefined) collect(node.items, `${path}[]`, keys);
  if (typeof node.additionalProperties === "object") collect(node.additionalProperties, `${path}.*`, keys);
  if (node.properties === undefined) return;
  const known = keys.get(path) ?? [];
  for (const [key, child] of Object.entries(node.properties)) {
    if (!known.includes(key)) known.push(key);
    collect(child, path === "" ? key : `${path}.${key}`, keys);
  }
  keys.set(path, known);
}

let allKeys: ReadonlyMap<string, readonly string[]> | undefined;

/**
 * The valid keys of every mapping of the configuration. Paths: `""` for the top, `data.kpi`, `channels[]` for a member of a
 * list, `channels[].priors.*` for a mapping with names of the reader's own.
 */
export function configKeys(): ReadonlyMap<string, readonly string[]> {
  if (allKeys === undefined) {
    const keys = new Map<string, string[]>();
    collect(configJsonSchema() as SchemaNode, "", keys);
    allKeys = keys;
  }
  return allKeys;
}

/** The valid keys of the mapping found at a path such as `["channels", 0, "adstock"]`; empty where names are free. */
export function keysAt(path: readonly (string | number)[]): readonly string[] {
  const keys = configKeys();
  let pattern = "";
  for (const step of path) {
    if (typeof step === "number") pattern += "[]";
    else {
      const exact = pattern === "" ? step : `${pattern}.${step}`;
      const known = [...keys.keys()].some(
        (key) => key === exact || key.startsWith(`${exact}.`) || key.startsWith(`${exact}[`),
      );
      pattern = known ? exact : `${pattern}.*`;
    }
  }
  return keys.get(pattern) ?? [];
}
