// Reads tokens one after another, and says where reading had to stop.
import { SpecError } from "../errors.ts";
import { type Token, unreadable } from "./tokens.ts";

export class TokenReader {
  readonly #tokens: readonly Token[];
  readonly #text: string;
  #next = 0;

  constructor(tokens: readonly Token[], text: string) {
    this.#tokens = tokens;
    this.#text = text;
  }

  get isDone(): boolean {
    return this.#next >= this.#tokens.length;
  }

  /** The token `ahead` places from here, without taking it. */
  peek(ahead = 0): Token | undefined {
    return this.#tokens[this.#next + ahead];
  }

  take(): Token {
    const token = this.peek();
    if (token === undefined) return this.fail();
    this.#next += 1;
    return token;
  }

  /** Whether an unquoted word, in any case, comes `ahead`. */
  isWord(words: readonly string[], ahead = 0): boolean {
    const token = this.peek(ahead);
    return token?.kind === "word" && !token.quoted && words.includes(token.text.toLowerCase());
  }

  /** Takes one of the words when it comes next. */
  skipWord(...words: readonly string[]): boolean {
    const found = this.isWord(words);
    if (found) this.#next += 1;
    return found;
  }

  isSign(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token?.kind === "sign" && token.text === text;
  }

  skipSign(text: string): boolean {
    const found = this.isSign(text);
    if (found) this.#next += 1;
    return found;
  }

  /** A place to go back to. */
  mark(): number {
    return this.#next;
  }

  reset(mark: number): void {
    this.#next = mark;
  }

  /** @throws SpecError that quotes the text from the next token on */
  fail(remedy?: string): never {
    const at = this.peek()?.at ?? this.#text.length;
    throw new SpecError([unreadable(this.#text, at, remedy)]);
  }

  /** @throws SpecError about the text as a whole */
  refuse(code: string, found: string, remedy: string): never {
    const value = this.#text.trim();
    throw new SpecError([{ code, severity: "error", value, found: `"${value}": ${found}`, remedy }]);
  }
}
