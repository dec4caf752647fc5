// A change's text taken apart into words, numbers, dates and signs, whichever quotes, dashes and spaces it is written with.
import { type Problem, SpecError } from "../errors.ts";

export type Token =
  /** A word or a quoted name; only words can be keywords. */
  | { readonly kind: "word"; readonly text: string; readonly quoted: boolean; readonly at: number }
  /** `text` is without suffix; `value` has it: 50k is 50000. */
  | { readonly kind: "number"; readonly text: string; readonly value: number; readonly at: number }
  /** `x1.1` or `1.1x`. */
  | { readonly kind: "factor"; readonly value: number; readonly at: number }
  /** 2024-10 or 2024-10-31. */
  | { readonly kind: "date"; readonly text: string; readonly at: number }
  /** 2024-W07 or 2024-Q3. */
  | {
      readonly kind: "numbered";
      readonly of: "week" | "quarter";
      readonly year: number;
      readonly number: number;
      readonly at: number;
    }
  | { readonly kind: "sign"; readonly text: Sign; readonly at: number };

type Sign = "+" | "-" | "%" | "=" | "," | "&" | "..";

/** Any of the dashes and the minus sign, where they do not stand inside a word or a date. */
const dash = /^[-‐‑‒–—−]/u;
const quoted = /^(?:"([^"]*)"|“([^“”]*)”|„([^“”„]*)[“”]|«([^«»]*)»|‘([^‘’]*)’|'([^']*)')/u;
const date = /^\d{4}[-‐‑]\d{2}(?:[-‐‑]\d{2})?(?![\d])/u;
const numbered = /^(\d{4})[-‐‑ ]?([WwQq])(\d{1,2})(?![\p{L}\d])/u;
const factor = /^(?:[x×*]\s?(\d+(?:\.\d+)?(?:e[+-]?\d+)?|\.\d+)|(\d+(?:\.\d+)?|\.\d+)\s?[x×])(?![\p{L}\d])/u;
const number =
  /^[$€£¥₹]?\s?(\d{1,3}(?:[,'’\u00a0\u202f\u2009 ]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?(?:e[+-]?\d+)?|\.\d+)(?:\s?(k|m|bn|thousand|million|billion)(?![\p{L}\d]))?(?:\s?[$€£¥₹])?/iu;
const word = /^[\p{L}_][\p{L}\p{N}_]*(?:[-./‐‑](?=\p{L})[\p{L}\p{N}_]+)*/u;
/** The first end of "Q3-Q4", "Oct-Dec" or "W30-W34", which would else be one word. */
const calendarWord =
  /^(?:q\d|k?w\d{1,2}|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?=[-‐‑])/iu;
const simpleName = /^[\p{L}_][\p{L}\p{N}_]*$/u;

const suffixes: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  million: 1e6,
  bn: 1e9,
  billion: 1e9,
};

/** Whether a name is read as one word without quotes; `x1` would be read as a factor. */
export function isSimpleName(name: string): boolean {
  return simpleName.test(name) && factor.exec(name)?.[0] !== name;
}

/**
 * @param names  known names that are found without quotes although they hold spaces or signs, or look like a factor
 * @throws SpecError where a character belongs to nothing
 */
export function tokenize(text: string, names: readonly string[] = []): Token[] {
  const unusual = names.filter((name) => !isSimpleName(name)).sort((left, right) => right.length - left.length);
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const space = /^[\s\u00a0\u202f\u2009]+/u.exec(rest);
    if (space !== null) {
      at += space[0].length;
      continue;
    }
    const { token, length } = tokenAt(rest, at, unusual, text);
    tokens.push(token);
    at += length;
  }
  return tokens;
}

function tokenAt(
  rest: string,
  at: number,
  unusual: readonly string[],
  text: string,
): { readonly token: Token; readonly length: number } {
  const inQuotes = quoted.exec(rest);
  if (inQuotes !== null) {
    const name = inQuotes.slice(1).find((part) => part !== undefined) ?? "";
    return { token: { kind: "word", text: name.trim(), quoted: true, at }, length: inQuotes[0].length };
  }
  const known = unusual.find((name) => startsWithName(rest, name));
  if (known !== undefined) return { token: { kind: "word", text: known, quoted: true, at }, length: known.length };
  const times = factor.exec(rest);
  if (times !== null) {
    return { token: { kind: "factor", value: Number(times[1] ?? times[2]), at }, length: times[0].length };
  }
  const inYear = numbered.exec(rest);
  if (inYear !== null) {
    const of = inYear[2].toLowerCase() === "w" ? "week" : "quarter";
    const token: Token = { kind: "numbered", of, year: Number(inYear[1]), number: Number(inYear[3]), at };
    return { token, length: inYear[0].length };
  }
  const day = date.exec(rest);
  if (day !== null) {
    return { token: { kind: "date", text: day[0].replace(/[‐‑]/gu, "-"), at }, length: day[0].length };
  }
  const amount = number.exec(rest);
  if (amount !== null) {
    const digits = amount[1].replace(/[,'’\u00a0\u202f\u2009 ]/gu, "");
    const value = Number(digits) * (suffixes[amount[2]?.toLowerCase() ?? ""] ?? 1);
    return { token: { kind: "number", text: amount[0], value, at }, length: amount[0].length };
  }
  const letters = calendarWord.exec(rest) ?? word.exec(rest);
  if (letters !== null) {
    return { token: { kind: "word", text: letters[0], quoted: false, at }, length: letters[0].length };
  }
  const range = /^(?:\.\.+|…)/u.exec(rest);
  if (range !== null) return { token: { kind: "sign", text: "..", at }, length: range[0].length };
  if (dash.test(rest)) return { token: { kind: "sign", text: "-", at }, length: 1 };
  const sign = (["+", "%", "=", ",", "&"] as const).find((each) => rest.startsWith(each));
  if (sign !== undefined) return { token: { kind: "sign", text: sign, at }, length: 1 };
  throw new SpecError([unreadable(text, at)]);
}

function startsWithName(rest: string, name: string): boolean {
  if (rest.slice(0, name.length).toLowerCase() !== name.toLowerCase()) return false;
  return !/^(?:[\p{L}\p{N}_]|\.\d)/u.test(rest.slice(name.length));
}

/** That a text cannot be read from a place on. */
export function unreadable(
  text: string,
  at: number,
  remedy: string = 'Write it like "shift 10% of tv to search", "+20% search in Q4" or "tv off in week 30-34"',
): Problem {
  const rest = text.slice(at).trim();
  const found =
    rest === ""
      ? `"${text.trim()}" ends before it says what to change`
      : rest === text.trim()
        ? `"${rest}" is no change that can be read`
        : `"${text.trim()}" cannot be read from "${rest}" on`;
  return { code: "unreadable-change", severity: "error", value: text.trim(), found, remedy };
}
