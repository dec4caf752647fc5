// What the server answers when it cannot do what was asked: a problem document (RFC 9457), never a stack.

/** A mistake of the asker, or of what is stored, with the sentence to show. */
export class HttpProblem extends Error {
  override readonly name = "HttpProblem";
  readonly status: 400 | 403 | 404 | 500;
  constructor(status: 400 | 403 | 404 | 500, detail: string) {
    super(detail);
    this.status = status;
  }
}

const titles: Readonly<Record<number, string>> = {
  400: "Bad request",
  403: "Forbidden",
  404: "Not found",
  500: "Server error",
};

export function problemResponse(status: number, detail: string): Response {
  const body = { type: "about:blank", title: titles[status] ?? "Error", status, detail };
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/problem+json" } });
}

/** The server could not start; the reader's action: change the setting that the message names. */
export class ServerError extends Error {
  override readonly name = "ServerError";
}
