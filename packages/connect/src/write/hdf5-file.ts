// Opening HDF5 files through the HDF5 library in WebAssembly, with errors a reader can act on.
import { open, rm } from "node:fs/promises";
import type { File } from "h5wasm/node";
import { ConnectError } from "../errors.ts";

/**
 * Makes a new file, or empties an old one, and hands it to `fill`. A file that could not be completed is removed.
 *
 * @throws ConnectError when the file cannot be written or `fill` fails
 */
export async function createHdf5(path: string, fill: (file: File) => void): Promise<void> {
  try {
    await (await open(path, "w")).close();
  } catch (error) {
    throw new ConnectError(`cannot write ${path}: ${reasonOf(error)}`, { cause: error });
  }
  try {
    await withFile(path, "w", fill);
  } catch (error) {
    await rm(path, { force: true });
    throw new ConnectError(`cannot write ${path}: ${reasonOf(error)}`, { cause: error });
  }
}

/**
 * Hands an existing file to `read`; everything needed must be copied out of it there.
 *
 * @throws ConnectError when there is no such file, it is not HDF5, or `read` fails
 */
export async function readHdf5<T>(path: string, read: (file: File) => T): Promise<T> {
  if (!(await hasSignature(path))) throw new ConnectError(`${path} is not a netCDF-4 file`);
  try {
    return await withFile(path, "r", read);
  } catch (error) {
    throw new ConnectError(`cannot read ${path}: ${reasonOf(error)}`, { cause: error });
  }
}

/** The library starts on import, so it is imported where it is used. */
async function withFile<T>(path: string, mode: "r" | "w", use: (file: File) => T): Promise<T> {
  const hdf5 = await import("h5wasm/node");
  const library = await hdf5.ready;
  library.activate_throwing_error_handler(); // otherwise HDF5 prints its errors and goes on
  const file = new hdf5.File(path, mode, { track_order: true });
  try {
    return use(file);
  } finally {
    file.close();
  }
}

const signature = "\u0089HDF\r\n\u001a\n";

/** Whether the file starts as every HDF5 file does. @throws ConnectError when it cannot be read at all */
async function hasSignature(path: string): Promise<boolean> {
  const start = new Uint8Array(signature.length);
  try {
    const handle = await open(path, "r");
    await handle.read(start, 0, start.length, 0).finally(() => handle.close());
  } catch (error) {
    throw new ConnectError(`cannot read ${path}: ${reasonOf(error)}`, { cause: error });
  }
  return String.fromCharCode(...start) === signature;
}

/** The innermost of the reasons HDF5 lists as `#007: file.c line 341 in function(): reason`; else the message. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.match(/(?<=^ +#\d+: .* in \w+\(\): ).*/gm)?.at(-1) ?? message;
}
