// Runs one of this folder's Python scripts in the Python that CARRYOVER_PYTHON names (default python3).
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

/** What the script printed, parsed. @throws Error with what to install when Python or a package is missing */
export async function runPython(script: string, args: readonly string[]): Promise<unknown> {
  const python = process.env.CARRYOVER_PYTHON ?? "python3";
  const path = fileURLToPath(new URL(script, import.meta.url));
  const output = await new Promise<string>((resolve, reject) => {
    execFile(python, [path, ...args], { maxBuffer: 2 ** 28 }, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout);
      const advice =
        "these tests need a Python 3.11 with packages/connect/test/interop/requirements.txt installed; " +
        "name it in CARRYOVER_PYTHON";
      reject(new Error(`${python} ${script} failed: ${stderr.trim() || error.message}\n${advice}`));
    });
  });
  return JSON.parse(output);
}
