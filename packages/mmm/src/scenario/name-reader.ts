// Reads whose change it is: channels, controls and geos by name; collects the names that do not exist.
import { nearestKey } from "../data/config/nearest-key.ts";
import type { Problem } from "../errors.ts";
import { formatName, keywords, matchName } from "./names.ts";
import type { Channels, Vocabulary } from "./scenario.ts";
import type { TokenReader } from "./token-reader.ts";

/** What a change is about. */
export type Subject =
  | { readonly kind: "channels"; readonly channels: Channels }
  | { readonly kind: "control"; readonly control: string };

export class NameReader {
  /** Names that do not exist, in the order of the text. */
  readonly problems: Problem[] = [];
  readonly #reader: TokenReader;
  readonly #vocabulary: Vocabulary;
  readonly #text: string;

  constructor(reader: TokenReader, vocabulary: Vocabulary, text: string) {
    this.#reader = reader;
    this.#vocabulary = vocabulary;
    this.#text = text;
  }

  isGeoNext(): boolean {
    const token = this.#reader.peek();
    return token?.kind === "word" && matchName(token.text, this.#vocabulary.geos) !== undefined;
  }

  geos(): string[] {
    return this.#names((name) => this.#geo(name));
  }

  /** Channels, a group of them or a control. */
  subject(): Subject {
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

  channels(): Channels {
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
