// Names in the text of a scenario: which is meant, which words are none, and how one is written to be read as itself.
import { isSimpleName } from "./tokens.ts";

/** Words that begin a change or go on with one: a name that is one of them must be quoted. */
export const keywords: ReadonlySet<string> = new Set(
  "a add all and at boost budget by channels control cost costs cut decrease down during everything extra for from geo geos in increase less lower media more move no of off on over pause per period raise reduce region regions remove set shift spend stop switch the times to total turn unit until up value with without".split(
    " ",
  ),
);

/** A name as it must be written to be read as that name. */
export function formatName(name: string): string {
  const isPlain = isSimpleName(name) && !keywords.has(name.toLowerCase()) && !looksLikeWindow(name);
  if (isPlain) return name;
  return name.includes('"') ? `“${name}”` : `"${name}"`;
}

function looksLikeWindow(name: string): boolean {
  return /^(?:q\d|k?w\d+|week\d*|weeks|last|first|next|x\d+|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i.test(
    name,
  );
}

/** The known name meant: letter case does not count, nor do spaces, `_` and `-` where that leaves no doubt. */
export function matchName(name: string, known: readonly string[]): string | undefined {
  const exact = known.find((each) => each === name);
  if (exact !== undefined) return exact;
  for (const alike of [lower, bare]) {
    const found = known.filter((each) => alike(each) === alike(name));
    if (found.length === 1) return found[0];
  }
  return undefined;
}

const lower = (name: string): string => name.toLowerCase();
const bare = (name: string): string => name.toLowerCase().replace(/[\s_-]+/g, "");
