// Starts programs and reads the JSON object they print.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/**
 * Runs a program to its end; wallSeconds goes from before its start to its own `finishedAt` (seconds since 1970),
 * so that start-up and compilation count, and what it does after its diagnostics does not.
 *
 * @throws Error when the program fails
 */
export async function runForFigures(command, args, options = {}) {
  const startedAt = Date.now() / 1000;
  const figures = JSON.parse(lastLine(await output(command, args, options)));
  const { finishedAt, ...rest } = figures;
  return { ...rest, wallSeconds: finishedAt - startedAt };
}

/** One fit of ours in a process of its own. */
export function fitInProcess(model, { sampling = {}, output } = {}) {
  const script = fileURLToPath(new URL("fit.mjs", import.meta.url));
  const draws = output === undefined ? [] : ["--output", output];
  return runForFigures(process.execPath, [script, model, "--sampling", JSON.stringify(sampling), ...draws]);
}

/** What a program prints to its standard output. @throws Error when it fails, with what it said */
export function output(command, args, { input, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ["pipe", "pipe", "pipe"] });
    const out = [];
    const complaints = [];
    child.stdout.on("data", (chunk) => out.push(chunk));
    child.stderr.on("data", (chunk) => complaints.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(Buffer.concat(out).toString());
      else
        reject(new Error(`${command} ended with code ${code}: ${Buffer.concat(complaints).toString().slice(-2000)}`));
    });
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
}

function lastLine(text) {
  return text.trim().split("\n").at(-1);
}
