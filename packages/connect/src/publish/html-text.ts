// Text that is safe inside HTML elements and double-quoted attributes.

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Prose, escaped, with every percent sign bound to its number: a line must not end between the two. */
export function proseHtml(text: string): string {
  return escapeHtml(text.replace(/(\d) %/g, "$1\u202f%"));
}

/** Escapes the five characters HTML gives meaning to. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
