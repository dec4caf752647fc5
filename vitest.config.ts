// Test projects: unit (fast, npm alone), posterior (minutes of sampling), interop (other languages' readers), browser.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (name: string): string => fileURLToPath(new URL(`./packages/${name}/src/index.ts`, import.meta.url));

/** Packages under test resolve to their sources, so that coverage counts them; workers load the built files. */
const alias = [
  { find: /^@carryover\/mmm\/posterior$/, replacement: source("mmm").replace("index.ts", "posterior.ts") },
  {
    find: /^@carryover\/engine\/workers$/,
    replacement: source("engine").replace("index.ts", "sampler/workers.node.ts"),
  },
  {
    find: /^@carryover\/engine\/tasks$/,
    replacement: source("engine").replace("index.ts", "tasks/tasks.node.ts"),
  },
  ...["engine", "mmm", "connect", "server", "dashboard"].map((name) => ({
    find: new RegExp(`^@carryover/${name}$`),
    replacement: source(name),
  })),
];

const project = (name: string, include: string, testTimeout: number, isolate = true) => ({
  resolve: { alias },
  test: { name, include: [include], testTimeout, hookTimeout: testTimeout, isolate },
});

export default defineConfig({
  test: {
    projects: [
      // One set of modules for all files of a worker: loading them anew for each took longer than the tests.
      project("unit", "packages/*/test/**/*.test.ts", 30_000, false),
      project("posterior", "packages/*/test/**/*.posterior.ts", 900_000),
      project("interop", "packages/*/test/**/*.interop.ts", 300_000),
      project("browser", "packages/*/test/**/*.browser.ts", 120_000),
    ],
    coverage: {
      provider: "v8",
      include: ["packages/*/src/**/*.ts"],
      exclude: ["**/*.d.ts"],
      reporter: ["text-summary", "json-summary"],
      // Held for each package by itself, so that a well-tested one does not hide another.
      thresholds: Object.fromEntries(
        ["engine", "mmm", "connect", "server", "dashboard", "cli"].map((name) => [
          `packages/${name}/src/**`,
          { lines: 85 },
        ]),
      ),
    },
  },
});
