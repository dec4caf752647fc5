// The report as one HTML file: opens offline, on a phone or a desk, in light or dark, on screen or on paper.
import { buildReport, type Chapter, type Evaluation, type Supplements, type VerdictBadge } from "@carryover/mmm";
import { filterScript } from "./filter-script.ts";
import { escapeHtml, proseHtml } from "./html-text.ts";
import { type BlockContext, renderBlocks } from "./report-blocks.ts";
import { reportStyle } from "./report-style.ts";

/** Nothing may be loaded: the file is complete. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

/** Shows the theme button and lets it switch; without JavaScript the page follows the system. */
const themeScript = `(()=>{const b=document.getElementById("theme"),r=document.documentElement,m=matchMedia("(prefers-color-scheme:dark)"),d=()=>r.dataset.theme?r.dataset.theme==="dark":m.matches,s=()=>{b.textContent=d()?"Light":"Dark";b.setAttribute("aria-label","Switch to "+(d()?"light":"dark")+" colors")};b.hidden=false;b.onclick=()=>{r.dataset.theme=d()?"light":"dark";s()};m.addEventListener("change",s);s()})()`;

/**
 * Renders everything said about a fit as one self-contained HTML page: no network, no external font, no build step.
 * The same evaluation gives the same bytes.
 */
export function renderHtmlReport(evaluation: Evaluation, supplements: Supplements = {}): string {
  const document = buildReport(evaluation, supplements);
  const context: BlockContext = { evaluation, document };
  const links = document.chapters.map(({ id, title }) => `<li><a href="#${id}">${escapeHtml(title)}</a></li>`).join("");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Carryover">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="icon" href="data:,">
<title>${escapeHtml(document.title)}</title>
<style>${reportStyle}</style>
</head>
<body>
<a class="skip" href="#summary">Skip to the summary</a>
<header><div class="bar"><div class="names"><h1>${escapeHtml(document.title)}</h1><p>${escapeHtml(document.subtitle)}</p></div>${renderBadge(document.badge)}<button id="theme" type="button" hidden>Dark</button></div></header>
<nav aria-label="Chapters"><ul>${links}</ul></nav>
<main>
${document.chapters.map((chapter) => renderChapter(chapter, context)).join("\n")}
</main>
<footer>Made by Carryover. ${escapeHtml(document.badge.label)}: ${proseHtml(evaluation.diagnostics.sentence)}</footer>
<script>${themeScript}</script>${document.chapters.some(({ blocks }) => blocks.some(({ kind }) => kind === "filtered-table")) ? `\n<script>${filterScript}</script>` : ""}
</body>
</html>
`;
}

function renderBadge(badge: VerdictBadge): string {
  return `<a class="badge ${badge.verdict}" href="#${badge.chapter ?? "diagnostics"}" title="Reasons and remedies"><b aria-hidden="true"><span>${badge.symbol}</span></b>${escapeHtml(badge.label)} <small>${escapeHtml(badge.detail)}</small></a>`;
}

function renderChapter(chapter: Chapter, context: BlockContext): string {
  return `<section id="${chapter.id}" aria-labelledby="${chapter.id}-title"><h2 id="${chapter.id}-title">${escapeHtml(chapter.title)}</h2><p class="question">${escapeHtml(chapter.question)}</p><p class="answer">${proseHtml(chapter.answer)}</p>
${renderBlocks(chapter.blocks, context)}
</section>`;
}
