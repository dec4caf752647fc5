// The version of this package, as its package.json has it.
import { createRequire } from "node:module";

export const version: string = (createRequire(import.meta.url)("../../package.json") as { readonly version: string })
  .version;
