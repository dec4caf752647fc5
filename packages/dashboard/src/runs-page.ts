// Puts the page of runs into the document: heading, search box, list.
import { fetchRuns } from "./fetch-runs.ts";
import { type RunsState, runsSentence, runsView } from "./runs-view.ts";
import { render, view } from "./view.ts";

export async function startRunsPage(document: Document, request: typeof fetch): Promise<void> {
  const root = document.getElementById("runs");
  if (root === null) return;
  const sentence = render(view("p", { class: "quiet" }), document);
  const search = render(
    view("input", { class: "search", type: "search", placeholder: "Search runs", "aria-label": "Search runs" }),
    document,
  ) as HTMLInputElement;
  const list = render(view("div", {}), document);
  root.replaceChildren(render(view("h1", {}, "Runs"), document), sentence, search, list);

  let state: RunsState = { kind: "loading" };
  const show = (): void => {
    sentence.textContent = runsSentence(state);
    list.replaceChildren(render(runsView(state, search.value), document));
  };
  search.addEventListener("input", show);
  show();
  state = await fetchRuns(request);
  show();
}
