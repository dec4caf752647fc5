// Reads scenarios from a YAML or JSON file; every problem says where in the file it stands.
import { parseScenarioFile, type ScenarioFile } from "@carryover/mmm";
import { parseYamlText, readYamlFile } from "./yaml-file.ts";

/** @throws ConnectError when there is no such file; SpecError with every problem, each beginning `file:line:character:` */
export function readScenarioFile(path: string): Promise<ScenarioFile> {
  return readYamlFile(path, "scenarios", parseScenarioFile);
}

/** The same from text; `file` is what problems call it. */
export function parseScenarioText(text: string, file: string): ScenarioFile {
  return parseYamlText(text, file, parseScenarioFile);
}
