// One change from text to data: the grammar of scenarios. docs/scenarios.md has it in full.
import { SpecError } from "../errors.ts";
import { NameReader, type Subject } from "./name-reader.ts";
import type { Amount, Change, ControlChange, Step, Vocabulary, Window } from "./scenario.ts";
import { TokenReader } from "./token-reader.ts";
import { tokenize } from "./tokens.ts";
import { readUnit, readWindow } from "./window-text.ts";

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
  const nameReader = new NameReader(reader, vocabulary, text.trim());
  const { problems } = nameReader;
  try {
    const change = new ChangeParser(reader, nameReader).change();
    if (problems.length === 0) return change;
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    problems.push(...error.problems);
  }
  throw new SpecError(problems);
}

class ChangeParser {
  readonly #reader: TokenReader;
  readonly #names: NameReader;

  constructor(reader: TokenReader, names: NameReader) {
    this.#reader = reader;
    this.#names = names;
  }

  change(): Change {
    const reader = this.#reader;
    if (reader.skipWord("shift", "move")) return this.#shift();
    if (reader.skipWord("set")) return this.#set(this.#names.subject());
    if (reader.skipWord("increase", "raise", "boost")) return this.#changeBy(1);
    if (reader.skipWord("decrease", "reduce", "cut", "lower")) return this.#changeBy(-1);
    if (reader.skipWord("add")) return this.#signedFirst(1);
    if (reader.skipWord("remove")) return this.#signedFirst(-1);
    if (this.#isSigned()) return this.#signedFirst(1);
    if (reader.isWord(["switch", "turn"]) && reader.isWord(["on", "off"], 1)) return this.#switch();
    if (reader.skipWord("pause", "stop", "no", "without")) return this.#off(this.#names.subject());
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
    const from = this.#names.channels();
    if (!reader.skipWord("to", "into")) return reader.fail('Say where to: "shift 10% of tv to search"');
    const to = this.#names.channels();
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
    const subject = this.#names.subject();
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
      return this.#changed(this.#names.subject(), step, true);
    }
    const subject = this.#names.subject();
    return this.#changed(subject, step, reader.skipWord("cost", "costs"));
  }

  #switch(): Change {
    const reader = this.#reader;
    reader.take();
    const isOn = reader.skipWord("on");
    if (!isOn) reader.skipWord("off");
    const subject = this.#names.subject();
    return isOn ? this.#on(subject) : this.#off(subject);
  }

  #costOf(): Change {
    this.#reader.take();
    this.#reader.take();
    const subject = this.#names.subject();
    this.#reader.skipWord("by");
    return this.#changed(subject, this.#step(), true);
  }

  /** `tv +20%`, `tv off`, `tv cost +10%`, `promotion on`, `control price = 1.2`. */
  #subjectFirst(): Change {
    const reader = this.#reader;
    const subject = this.#names.subject();
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
      const geos = isGeo || (hasPreposition && this.#names.isGeoNext()) ? this.#names.geos() : undefined;
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
}

function signed(step: Step, sign: 1 | -1): Step {
  return step.unit === "factor" || sign === 1 ? step : { ...step, value: -step.value };
}

function controlStep(step: Step): ControlChange["step"] {
  return step.unit === "money" ? { unit: "add", value: step.value } : step;
}
