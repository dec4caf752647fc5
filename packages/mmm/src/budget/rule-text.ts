// Linear rules about spend as they are typed: `tv + radio <= 500000`, `2*tv - radio >= 0`, `tv >= 0.3*total`.
import { SpecError } from "../errors.ts";
import type { SpendRule } from "./problem.ts";

/** The word for the spend of all channels together. */
const totalWord = "total";

const tokenForm =
  /\s*(?:(<=|>=|=|<|>|≤|≥)|([+\-−*])|((?:\d[\d_]*\.?\d*|\.\d+)(?:e[+-]?\d+)?)|"([^"]+)"|([\p{L}_][\p{L}\p{N}_.]*))/uy;

interface Side {
  readonly coefficients: Map<string, number>;
  amount: number;
}

/**
 * A comparison of two sums of numbers, channels, and channels times a number. Names with other signs than letters, digits, `_` and `.`
 * stand in quotes; `total` is all channels.
 *
 * @param channels  all that `total` means
 * @throws SpecError saying where it cannot be read
 */
export function parseRule(text: string, channels: readonly string[]): SpendRule {
  const refuse = (found: string): SpecError =>
    new SpecError([
      {
        code: "plan-rule",
        severity: "error",
        value: text,
        found: `constraint "${text}": ${found}`,
        remedy: "Write a comparison such as tv+radio<=500000 or tv>=0.3*total",
      },
    ]);
  const tokens = tokensOf(text);
  if (tokens === undefined) throw refuse("it has a sign that has no meaning here");
  const relations = tokens.flatMap(({ kind }, index) => (kind === "relation" ? [index] : []));
  if (relations.length !== 1) throw refuse(`it has ${relations.length} comparisons, not one`);
  const left = sideOf(tokens.slice(0, relations[0]), channels);
  const right = sideOf(tokens.slice(relations[0] + 1), channels);
  if (typeof left === "string") throw refuse(left);
  if (typeof right === "string") throw refuse(right);
  const coefficients = new Map(left.coefficients);
  for (const [name, value] of right.coefficients) coefficients.set(name, (coefficients.get(name) ?? 0) - value);
  if (coefficients.size === 0) throw refuse("it names no channel");
  const sign = tokens[relations[0]].text;
  return {
    name: text.trim(),
    coefficients: Object.fromEntries(coefficients),
    relation: /[<≤]/.test(sign) ? "<=" : /[>≥]/.test(sign) ? ">=" : "=",
    amount: right.amount - left.amount,
  };
}

interface Token {
  readonly kind: "relation" | "sign" | "number" | "name";
  readonly text: string;
}

function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  const rest = text.trimEnd();
  const form = new RegExp(tokenForm);
  while (form.lastIndex < rest.length) {
    const match = form.exec(rest);
    if (match === null) return undefined;
    const [, relation, sign, number, quoted, name] = match;
    if (relation !== undefined) tokens.push({ kind: "relation", text: relation });
    else if (sign !== undefined) tokens.push({ kind: "sign", text: sign === "−" ? "-" : sign });
    else if (number !== undefined) tokens.push({ kind: "number", text: number.replaceAll("_", "") });
    else tokens.push({ kind: "name", text: quoted ?? name });
  }
  return tokens;
}

/** One side of the comparison, or what is wrong with it. */
function sideOf(tokens: readonly Token[], channels: readonly string[]): Side | string {
  const side: Side = { coefficients: new Map(), amount: 0 };
  let index = 0;
  if (tokens.length === 0) return "a side is empty";
  while (index < tokens.length) {
    let factor = 1;
    let isFirst = index === 0;
    while (tokens[index]?.kind === "sign" && tokens[index].text !== "*") {
      if (tokens[index].text === "-") factor = -factor;
      index += 1;
      isFirst = true;
    }
    if (!isFirst) return `there is no sign before "${tokens[index].text}"`;
    let name: string | undefined;
    for (;;) {
      const token = tokens[index];
      if (token === undefined || token.kind === "sign") return "a number or channel is missing";
      if (token.kind === "number") factor *= Number(token.text);
      else if (name === undefined) name = token.text;
      else return "channels are multiplied";
      index += 1;
      if (tokens[index]?.text !== "*") break;
      index += 1;
    }
    if (name === undefined) side.amount += factor;
    else {
      for (const each of name === totalWord && !channels.includes(name) ? channels : [name]) {
        side.coefficients.set(each, (side.coefficients.get(each) ?? 0) + factor);
      }
    }
  }
  return side;
}
