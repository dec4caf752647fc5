// The committed module, byte for byte, is what the AssemblyScript compiler makes of the sources.
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";

const buildScript = new URL("../../assembly/build.mjs", import.meta.url).href;

test("the committed module is what the sources compile to", async () => {
  const build: { simdModuleSource(): Promise<string> } = await import(buildScript);
  const committed = await readFile(new URL("../../src/kernels/simd-module.ts", import.meta.url), "utf8");
  expect(await build.simdModuleSource()).toBe(committed);
});
