// What the browser loads.
import { startRunsPage } from "./runs-page.ts";

void startRunsPage(document, (input, init) => fetch(input, init));
