// The page of runs: what have we done, and can each be trusted?
import type { DamagedRun, RunSummary } from "@carryover/server";
import { dateTime, roas, seconds } from "./format.ts";
import { type View, view } from "./view.ts";

/** The page's four states. */
export type RunsState =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "ready"; readonly runs: readonly (RunSummary | DamagedRun)[] };

/** The part below the search box: it alone changes while the reader types. */
export function runsView(state: RunsState, search: string): View {
  switch (state.kind) {
    case "loading":
      return view(
        "div",
        { class: "scroll", "aria-busy": "true" },
        ...[1, 2, 3].map(() => view("div", { class: "skeleton" })),
      );
    case "failed":
      return view(
        "div",
        { class: "card", role: "alert" },
        view("p", {}, `The list of runs could not be read: ${state.reason}.`),
        view(
          "p",
          { class: "quiet" },
          "Is carryover still running in its terminal? Start it again with carryover serve, then reload this page.",
        ),
      );
    case "ready":
      return state.runs.length === 0
        ? emptyView()
        : tableView(
            state.runs.filter((run) => matches(run, search)),
            search,
          );
  }
}

/** The answer in a sentence. */
export function runsSentence(state: RunsState): string {
  if (state.kind !== "ready")
    return state.kind === "loading" ? "Reading the run store…" : "The run store is out of reach.";
  const [newest] = state.runs.filter((run): run is RunSummary => run.kind === "run");
  if (newest === undefined) return "Nothing has been fitted yet.";
  const count = state.runs.length === 1 ? "One run" : `${state.runs.length} runs`;
  return `${count}; the newest is from ${dateTime(newest.created)}. ${newest.sentence ?? ""}`.trim();
}

/** Whether every word searched for occurs somewhere in the run's row. */
export function matches(run: RunSummary | DamagedRun, search: string): boolean {
  const text =
    run.kind === "run"
      ? [
          run.id,
          run.name,
          run.model,
          run.verdict,
          run.status,
          run.dataSource,
          run.dataDigest,
          ...run.roas.map((row) => row.channel),
        ]
      : [run.id, "damaged", run.reason];
  const haystack = text.join(" ").toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}

function emptyView(): View {
  return view(
    "div",
    { class: "card" },
    view("p", {}, "There are no runs in this store yet."),
    view(
      "p",
      {},
      "Make one from your own table with ",
      view("code", {}, "carryover init your.csv"),
      " and ",
      view("code", {}, "carryover run"),
      ".",
    ),
  );
}

const headings = ["Run", "Verdict", "Model", "Data", "ROAS by channel", "Fit"];

function tableView(runs: readonly (RunSummary | DamagedRun)[], search: string): View {
  if (runs.length === 0) return view("div", { class: "card" }, view("p", {}, `No run matches “${search}”.`));
  const head = view("tr", {}, ...headings.map((heading) => view("th", { scope: "col" }, heading)));
  const rows = runs.map((run) => (run.kind === "run" ? runRow(run) : damagedRow(run)));
  return view("div", { class: "scroll" }, view("table", {}, view("thead", {}, head), view("tbody", {}, ...rows)));
}

function runRow(run: RunSummary): View {
  const badges = [badge(run.verdict), ...(run.status === "interrupted" ? [" ", badge("interrupted")] : [])];
  return view(
    "tr",
    {},
    view(
      "td",
      {},
      view("a", { href: `/runs/${run.id}/report.html` }, run.name),
      view("div", { class: "quiet" }, dateTime(run.created)),
      view("div", { class: "quiet" }, run.id),
    ),
    view("td", {}, ...badges, view("div", { class: "quiet" }, run.sentence ?? "")),
    view("td", {}, run.model),
    view(
      "td",
      {},
      run.dataSource,
      view("div", { class: "quiet" }, `${run.firstDate} to ${run.lastDate}`),
      view("div", { class: "quiet" }, `digest ${run.dataDigest.slice(0, 8)}`),
    ),
    view("td", {}, ...run.roas.map((row) => view("div", {}, `${row.channel} ${roas(row)}`))),
    view(
      "td",
      { class: "number" },
      run.r2 === null ? "–" : `R² ${run.r2.toFixed(3)}`,
      view("div", { class: "quiet" }, `sampled in ${seconds(run.samplingSeconds)}`),
    ),
  );
}

function damagedRow(run: DamagedRun): View {
  return view(
    "tr",
    {},
    view("td", {}, run.id),
    view("td", {}, badge("damaged")),
    view("td", { colspan: String(headings.length - 2) }, `This run cannot be read: ${run.reason}.`),
  );
}

/** A word in a frame: the color only repeats it. */
function badge(word: string): View {
  return view("span", { class: `badge ${word}` }, word);
}
