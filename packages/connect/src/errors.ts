// The connectors' error: something outside the process did not do what was asked of it.

/** A file, folder or service could not be used; the reader's action: look there. The message names it and says what to do. */
export class ConnectError extends Error {
  override readonly name = "ConnectError";
}
