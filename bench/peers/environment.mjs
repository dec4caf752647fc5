// The peers' virtual environment, made on first use.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { output } from "../processes.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Path of a Python that has the pinned requirements: $CARRYOVER_PEERS_PYTHON, or that of `bench/peers/.venv`, which is
 * made with $PYTHON (python3.11 by default) when it is not there.
 */
export async function peersPython() {
  const given = process.env.CARRYOVER_PEERS_PYTHON;
  if (given !== undefined) return given;
  const python = here(".venv/bin/python");
  if (existsSync(here(".venv/installed"))) return python;
  console.error("making bench/peers/.venv (about two minutes, 1.5 GB) …");
  await output(process.env.PYTHON ?? "python3.11", ["-m", "venv", here(".venv")]);
  await output(python, ["-m", "pip", "install", "--disable-pip-version-check", "-r", here("requirements.txt")]);
  await output("touch", [here(".venv/installed")]);
  return python;
}
