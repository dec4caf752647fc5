import { expect, test } from "vitest";
import { startRunsPage } from "../src/runs-page.ts";

/** As much of a browser's document as the renderer asks for. */
class FakeElement {
  readonly tag: string;
  readonly attributes = new Map<string, string>();
  readonly listeners = new Map<string, () => void>();
  children: (FakeElement | string)[] = [];
  value = "";
  constructor(tag: string) {
    this.tag = tag;
  }
  setAttribute(name: string, value: string): void {
    this.attributes.set(name, value);
  }
  append(...children: (FakeElement | string)[]): void {
    this.children.push(...children);
  }
  replaceChildren(...children: (FakeElement | string)[]): void {
    this.children = children;
  }
  addEventListener(type: string, listener: () => void): void {
    this.listeners.set(type, listener);
  }
  get textContent(): string {
    return this.children.map((child) => (typeof child === "string" ? child : child.textContent)).join(" ");
  }
  set textContent(text: string) {
    this.children = [text];
  }
}

function fakeDocument(root: FakeElement | null): Document {
  return {
    createElement: (tag: string) => new FakeElement(tag),
    getElementById: () => root,
  } as unknown as Document;
}

test("the page shows its skeleton at once, then the answer, and filters as the reader types", async () => {
  const root = new FakeElement("main");
  let answer = (_response: Response): void => undefined;
  const request = (() => new Promise((resolve) => (answer = resolve))) as unknown as typeof fetch;
  const started = startRunsPage(fakeDocument(root), request);
  expect(root.textContent).toContain("Reading the run store…");
  const damaged = { kind: "damaged", id: "20261121-000000-old-0000", reason: "<b>it</b> has no manifest" };
  answer(Response.json({ runs: [damaged] }));
  await started;
  expect(root.textContent).toContain("<b>it</b> has no manifest");
  const search = root.children.find(
    (child): child is FakeElement => child instanceof FakeElement && child.tag === "input",
  )!;
  search.value = "other";
  search.listeners.get("input")!();
  expect(root.textContent).toContain("No run matches “other”.");
});

test("a document without a place for the runs is left alone", async () => {
  await startRunsPage(fakeDocument(null), (() => Promise.reject(new Error("never asked"))) as typeof fetch);
});
