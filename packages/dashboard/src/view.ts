// What a page shows, as plain data: pages are pure functions to this, and one small renderer makes the document.

export interface View {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (View | string)[];
}

export function view(tag: string, attributes: Readonly<Record<string, string>>, ...children: (View | string)[]): View {
  return { tag, attributes, children };
}

/** Makes the elements of a view. Texts become text nodes, never markup. */
export function render(content: View, document: Document): HTMLElement {
  const element = document.createElement(content.tag);
  for (const [name, value] of Object.entries(content.attributes)) element.setAttribute(name, value);
  element.append(...content.children.map((child) => (typeof child === "string" ? child : render(child, document))));
  return element;
}

/** All text of a view, in reading order. */
export function textOf(content: View | string): string {
  return typeof content === "string" ? content : content.children.map(textOf).join(" ");
}
