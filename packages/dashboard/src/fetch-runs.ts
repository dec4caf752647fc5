// Asks the server for the list of runs; whatever goes wrong becomes a state with a reason.
import type { RunList } from "@carryover/server";
import type { RunsState } from "./runs-view.ts";

export async function fetchRuns(request: typeof fetch): Promise<RunsState> {
  try {
    const response = await request("/api/runs");
    if (!response.ok) {
      const problem = (await response.json()) as { readonly detail?: string };
      return { kind: "failed", reason: problem.detail ?? `the server answered ${response.status}` };
    }
    const { runs } = (await response.json()) as RunList;
    return { kind: "ready", runs };
  } catch (error) {
    return { kind: "failed", reason: (error as Error).message };
  }
}
