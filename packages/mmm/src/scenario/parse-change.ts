// One change from text to data: the grammar of scenarios. docs/scenarios.md has it in full.
import { nearestKey } from "../data/config/nearest-key.ts";
import { type Problem, SpecError } from "../errors.ts";
import { formatName, keywords, matchName } from "./names.ts";
import type { Amount, Change, Channels, ControlChange, Step, Vocabulary, Window } from "./scenario.ts";
import { TokenReader } from "./token-reader.ts";
import { tokenize } from "./tokens.ts";
import { readUnit, readWindow } from "./window-text.ts";

/** What a change is about: channels, or a control. */
type Subject =
  | { readonly kind: "channels"; readonly channels: Channels }
  | { readonly kind: "control"; readonly control: string };

type Place = { readonly window?: Window; readonly geos?: readonly string[] };

/** @throws SpecError with every problem of the change: what cannot be read, and names that do not exist */
export function parseChange(text: string, vocabulary: Vocabulary): Change {
  const names = [
    vocabulary.channels,
    vocabulary.controls,
    vocabulary.geos,
    Object.keys(vocabulary.groups ?? {}),
  ].flat();
  const reader = new TokenReader(tokenize(text, names), text);
  const parser = new ChangeParser(reader, vocabulary, text);
  try {
    const change = parser.change();
    if (parser.problems.length === 0) return change;
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    parser.problems.push(...error.problems);
  }
  throw new SpecError(parser.problems);
}

class ChangeParser {
  readonly problems: Problem[] = [];
  readonly #reader: TokenReader;
  readonly #vocabulary: Vocabulary;
  readonly #text: string;

  constructor(reader: TokenReader, vocabulary: Vocabulary, text: string) {
    this.#reader = reader;
    this.#vocabulary = vocabulary;
    this.#text = text.trim();
  }

  change(): Change {
    const reader = this.#reader;
    if (reader.skipWord("shift", "move")) return this.#shift();
    if (reader.skipWord("set")) return this.#set(this.#subject());
    if (reader.skipWord("increase", "raise", "boost")) return this.#changeBy(1);
    if (reader.skipWord("decrease", "reduce", "cut", "lower")) return this.#changeBy(-1);
    if (reader.skipWord("add")) return this.#signedFirst(1);
    if (reader.skipWord("remove")) return this.#signedFirst(-1);
    if (this.#isSigned()) return this.#signedFirst(1);
    if (reader.isWord(["switch", "turn"]) && reader.isWord(["on", "off"], 1)) return this.#switch();
    if (reader.skipWord("pause", "stop", "no", "without")) return this.#off(this.#subject());
    if (this.#skipUnitValue()) {
      reader.skipWord("by");
      return this.#finish({ kind: "value", step: this.#proportion(this.#step()) });
    }
    if (reader.isWord(["cost", "costs"]) && reader.isWord(["of"], 1)) return this.#costOf();
    return this.#subjectFirst();
  }

  #shift(): Change {
    const reader = this.#reader;
    const step = this.#step();
    if (step.unit === "factor") return reader.fail('Say how much: "shift 10% of tv to search"');
    reader.skipWord("of", "from");
    const from = this.#channels();
    if (!reader.skipWord("to", "into")) return reader.fail('Say where to: "shift 10% of tv to search"');
    const to = this.#channels();
    const targets = to === "all" ? [] : to;
    if (from === "all" || to === "all") {
      return reader.refuse("unclear-shift", "a shift goes from channels to channels", "Name the channels");
    }
    const both = from.filter((name) => targets.includes(name));
    if (both.length > 0) {
      reader.refuse("unclear-shift", `${both.join(" and ")} would give and take`, "Name it on one side only");
    }
    if (step.value < 0) reader.refuse("unclear-shift", "the amount is negative", "Turn the two sides around");
    if (step.unit === "percent" && step.value > 100) {
      reader.refuse("more-than-all", `there is no more than 100% to shift, not ${step.value}%`, "Use at most 100%");
    }
    return this.#finish({ kind: "shift", from, to: targets, step });
  }

  /** `set tv to 50000 per week`, `set price to 1.2`; also `tv = 50000 per week`. */
  #set(subject: Subject): Change {
    const reader = this.#reader;
    if (!reader.skipSign("=") && !reader.skipWord("to")) return reader.fail('Say to what: "set tv to 50000 per week"');
    const isNegative = this.#sign() < 0;
    const token = reader.take();
    if (token.kind !== "number") return reader.fail();
    const value = isNegative ? -token.value : token.value;
    if (subject.kind === "control") {
      return this.#finish({ kind: "control", control: subject.control, step: { unit: "to", value } });
    }
    if (isNegative) reader.refuse("negative-spend", "spend cannot be negative", "Set it to 0 or more");
    if (Array.isArray(subject.channels) && subject.channels.length > 1) {
      const found = "it is not clear whether each of them or all together get this amount";
      return reader.refuse("unclear-amount", found, "Set one channel at a time, or the budget");
    }
    const amount = this.#amount(value);
    return this.#finish({ kind: "set", channels: subject.channels, amount });
  }

  /** `increase tv by 20%`. */
  #changeBy(sign: 1 | -1): Change {
    const reader = this.#reader;
    const subject = this.#subject();
    const isCost = reader.skipWord("cost", "costs");
    if (!reader.skipWord("by")) return reader.fail('Say by how much: "increase tv by 20%"');
    return this.#changed(subject, signed(this.#step(), sign), isCost);
  }

  /** `+20% search`, `add 5000 to tv`. */
  #signedFirst(sign: 1 | -1): Change {
    const reader = this.#reader;
    const step = signed(this.#step(), sign);
    reader.skipWord("of", "on", "for", "to", "from", "in", "more", "less");
    if (this.#skipUnitValue()) return this.#finish({ kind: "value", step: this.#proportion(step) });
    if (reader.isWord(["cost", "costs"]) && reader.isWord(["of"], 1)) {
      reader.take();
      reader.take();
      return this.#changed(this.#subject(), step, true);
    }
    const subject = this.#subject();
    return this.#changed(subject, step, reader.skipWord("cost", "costs"));
  }

  #switch(): Change {
    const reader = this.#reader;
    reader.take();
    const isOn = reader.skipWord("on");
    if (!isOn) reader.skipWord("off");
    const subject = this.#subject();
    return isOn ? this.#on(subject) : this.#off(subject);
  }

  #costOf(): Change {
    this.#reader.take();
    this.#reader.take();
    const subject = this.#subject();
    this.#reader.skipWord("by");
    return this.#changed(subject, this.#step(), true);
  }

  /** `tv +20%`, `tv off`, `tv cost +10%`, `promotion on`, `control price = 1.2`. */
  #subjectFirst(): Change {
    const reader = this.#reader;
    const subject = this.#subject();
    if (reader.skipWord("off")) return this.#off(subject);
    if (reader.skipWord("on")) return this.#on(subject);
    if (reader.isSign("=") || reader.isWord(["to"])) return this.#set(subject);
    const isCost = reader.skipWord("cost", "costs");
    const isDown = reader.skipWord("down");
    if (!isDown) reader.skipWord("up");
    reader.skipWord("by");
    return this.#changed(subject, signed(this.#step(), isDown ? -1 : 1), isCost);
  }

  #off(subject: Subject): Change {
    return this.#finish(
      subject.kind === "control"
        ? { kind: "control", control: subject.control, step: { unit: "to", value: 0 } }
        : { kind: "adjust", channels: subject.channels, step: { unit: "factor", value: 0 } },
    );
  }

  #on(subject: Subject): Change {
    if (subject.kind === "channels") {
      const found = "a channel that is switched on needs an amount";
      return this.#reader.refuse("unclear-amount", found, 'Say how much: "set tv to 50000 per week"');
    }
    return this.#finish({ kind: "control", control: subject.control, step: { unit: "to", value: 1 } });
  }

  #changed(subject: Subject, step: Step, isCost: boolean): Change {
    if (subject.kind === "control") {
      const { control } = subject;
      return this.#finish({ kind: "control", control, step: controlStep(step) });
    }
    const { channels } = subject;
    if (isCost) return this.#finish({ kind: "cost", channels, step: this.#proportion(step) });
    if (step.unit === "percent" && step.value < -100) {
      const found = `a cut of ${-step.value}% leaves less than nothing`;
      this.#reader.refuse("more-than-all", found, "Cut by 100% at most");
    }
    return this.#finish({ kind: "adjust", channels, step });
  }

  /** Where and when, and nothing after it. */
  #finish(change: Change): Change {
    const reader = this.#reader;
    let place: Place = {};
    while (!reader.isDone) {
      const hasPreposition = reader.skipWord("in", "during", "over", "on", "from", "at", "for");
      const isGeo = reader.skipWord("geo", "geos", "region", "regions");
      const geos = isGeo || (hasPreposition && this.#isGeoNext()) ? this.#names((name) => this.#geo(name)) : undefined;
      if (geos !== undefined && place.geos === undefined) {
        place = { ...place, geos };
        continue;
      }
      const window = geos === undefined && place.window === undefined ? readWindow(reader) : undefined;
      if (window === undefined) {
        return reader.fail(
          'Windows are written like "in Q4", "in 2024-10..2024-12", "in week 30-34" or "in last 8 weeks"',
        );
      }
      place = { ...place, window };
    }
    return { ...change, ...place };
  }

  #isGeoNext(): boolean {
    const token = this.#reader.peek();
    return token?.kind === "word" && matchName(token.text, this.#vocabulary.geos) !== undefined;
  }

  #isSigned(): boolean {
    const { kind } = this.#reader.peek() ?? {};
    return this.#reader.isSign("+") || this.#reader.isSign("-") || kind === "number" || kind === "factor";
  }

  #skipUnitValue(): boolean {
    const reader = this.#reader;
    if (!reader.isWord(["unit"]) || !reader.isWord(["value"], 1)) return false;
    reader.take();
    reader.take();
    return true;
  }

  #sign(): 1 | -1 {
    if (this.#reader.skipSign("-")) return -1;
    this.#reader.skipSign("+");
    return 1;
  }

  #step(): Step {
    const reader = this.#reader;
    const sign = this.#sign();
    reader.skipWord("times");
    const token = reader.take();
    if (token.kind === "factor") return { unit: "factor", value: token.value };
    if (token.kind !== "number") return reader.fail('Say how much: "+20%", "x1.1" or an amount of money');
    if (reader.skipSign("%") || reader.skipWord("percent", "pct"))
      return { unit: "percent", value: sign * token.value };
    return { unit: "money", ...this.#amount(sign * token.value) };
  }

  /** An amount with its `per week`; `weekly` and `a week` say the same. */
  #amount(value: number): Amount {
    const reader = this.#reader;
    reader.skipWord("usd", "eur", "gbp", "chf", "jpy", "cad", "aud");
    for (const [word, per] of [
      ["daily", "day"],
      ["weekly", "week"],
      ["monthly", "month"],
    ] as const) {
      if (reader.skipWord(word)) return { value, per };
    }
    if (!reader.skipWord("per", "a", "each", "every")) return { value };
    const per = readUnit(reader);
    return per === undefined ? reader.fail("An amount is per day, week, month or period") : { value, per };
  }

  #proportion(step: Step): Exclude<Step, { unit: "money" }> {
    if (step.unit === "money") return this.#reader.fail('Write it as a percentage or a factor: "+10%", "x1.1"');
    if (step.unit === "percent" ? step.value <= -100 : step.value <= 0) {
      const found = "a cost or value must stay above zero";
      return this.#reader.refuse("more-than-all", found, "Take off less than 100%");
    }
    return step;
  }

  #subject(): Subject {
    const reader = this.#reader;
    if (reader.skipWord("control")) return { kind: "control", control: this.#one((name) => this.#control(name)) };
    if (this.#skipAll()) return { kind: "channels", channels: "all" };
    const token = reader.peek();
    const { channels, controls, groups = {} } = this.#vocabulary;
    const isControl =
      token?.kind === "word" &&
      matchName(token.text, [...channels, ...Object.keys(groups)]) === undefined &&
      matchName(token.text, controls) !== undefined;
    if (isControl) return { kind: "control", control: this.#one((name) => this.#control(name)) };
    return { kind: "channels", channels: this.#names((name) => this.#channel(name, controls)) };
  }

  #channels(): Channels {
    return this.#skipAll() ? "all" : this.#names((name) => this.#channel(name));
  }

  #skipAll(): boolean {
    const reader = this.#reader;
    const mark = reader.mark();
    while (reader.skipWord("the", "total", "whole"));
    if (reader.skipWord("all")) {
      reader.skipWord("channels", "media", "spend");
      return true;
    }
    if (reader.skipWord("budget", "everything")) return true;
    reader.reset(mark);
    return false;
  }

  /** Names joined by commas, `and` or `&`, each once. */
  #names(find: (name: string) => readonly string[]): string[] {
    const reader = this.#reader;
    const found: string[] = [];
    do {
      found.push(...this.#name(find));
      const mark = reader.mark();
      const isJoined = reader.skipSign(",");
      const isMore = reader.skipWord("and") || reader.skipSign("&") || isJoined;
      if (!isMore || reader.peek()?.kind !== "word") {
        reader.reset(mark);
        break;
      }
    } while (!reader.isDone);
    return [...new Set(found)];
  }

  #one(find: (name: string) => readonly string[]): string {
    return this.#name(find)[0] ?? "";
  }

  #name(find: (name: string) => readonly string[]): readonly string[] {
    const token = this.#reader.peek();
    if (token?.kind !== "word") return this.#reader.fail();
    const isKeyword = !token.quoted && keywords.has(token.text.toLowerCase());
    if (isKeyword && !this.#isKnown(token.text)) return this.#reader.fail();
    this.#reader.take();
    return find(token.text);
  }

  #isKnown(name: string): boolean {
    const { channels, controls, geos, groups = {} } = this.#vocabulary;
    return matchName(name, [...channels, ...controls, ...geos, ...Object.keys(groups)]) !== undefined;
  }

  #channel(name: string, controls: readonly string[] = []): readonly string[] {
    const { channels, groups = {} } = this.#vocabulary;
    const channel = matchName(name, channels);
    if (channel !== undefined) return [channel];
    const group = matchName(name, Object.keys(groups));
    if (group !== undefined) return groups[group];
    const kinds = controls.length === 0 ? "channel" : "channel or control";
    return this.#unknown(kinds, name, [...channels, ...Object.keys(groups), ...controls]);
  }

  #control(name: string): readonly string[] {
    const control = matchName(name, this.#vocabulary.controls);
    return control === undefined ? this.#unknown("control", name, this.#vocabulary.controls) : [control];
  }

  #geo(name: string): readonly string[] {
    const geo = matchName(name, this.#vocabulary.geos);
    return geo === undefined ? this.#unknown("geo", name, this.#vocabulary.geos) : [geo];
  }

  #unknown(kind: string, name: string, known: readonly string[]): readonly string[] {
    const nearest = nearestKey(name, known) ?? known.find((each) => each.toLowerCase().includes(name.toLowerCase()));
    const list = known.length === 0 ? `The data have no ${kind}` : `The data have ${known.map(formatName).join(", ")}`;
    this.problems.push({
      code: `unknown-${kind.split(" ")[0]}`,
      severity: "error",
      value: name,
      found: `"${this.#text}": there is no ${kind} "${name}"`,
      remedy: nearest === undefined ? list : `Write ${formatName(nearest)}, the nearest there is`,
    });
    return [name];
  }
}

function signed(step: Step, sign: 1 | -1): Step {
  return step.unit === "factor" || sign === 1 ? step : { ...step, value: -step.value };
}

function controlStep(step: Step): ControlChange["step"] {
  return step.unit === "money" ? { unit: "add", value: step.value } : step;
}
