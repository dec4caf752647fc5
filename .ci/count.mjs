// Adds up the test counts of all suites. Anything skipped, or a suite without a result, is a failure.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const suites = ["test", "test-interop", "test-browser", "test-posterior"];
const folder = process.argv[2];
const found = readdirSync(folder);
const missing = suites.filter((suite) => !found.includes(`${suite}.json`));
const counts = found.map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")));
const total = (key) => counts.reduce((sum, count) => sum + count[key], 0);
const passed = total("numPassedTests");
const skipped = total("numPendingTests") + total("numTodoTests");
const failed = total("numTotalTests") - passed - skipped;
for (const suite of missing) console.log(`suite ${suite}: no result`);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exitCode = failed + skipped + missing.length > 0 || passed === 0 ? 1 : 0;
