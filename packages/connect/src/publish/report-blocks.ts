// The report's blocks as HTML.
import {
  type Action,
  type Block,
  type Card,
  cellText,
  drawChart,
  type Evaluation,
  lightTheme,
  type ReportDocument,
  type ReportTable,
} from "@carryover/mmm";
import { renderChartSvg } from "./chart-svg.ts";
import { escapeHtml, proseHtml } from "./html-text.ts";
import { drawingWidths } from "./report-style.ts";

/** What rendering a block needs besides the block. */
export interface BlockContext {
  readonly evaluation: Evaluation;
  readonly document: ReportDocument;
}

type Figure = Extract<Block, { readonly kind: "figure" }>;

/** A run of blocks; neighboring tiles share one grid that fits as many side by side as there is room for. */
export function renderBlocks(blocks: readonly Block[], context: BlockContext): string {
  const parts: string[] = [];
  let tiles: string[] = [];
  const flush = (): void => {
    if (tiles.length > 0) parts.push(`<div class="tiles span">${tiles.join("")}</div>`);
    tiles = [];
  };
  for (const block of blocks) {
    if (block.kind === "figure" && block.span === "tile") {
      tiles.push(renderFigure(block, context));
    } else {
      flush();
      parts.push(renderBlock(block, context));
    }
  }
  flush();
  return `<div class="grid">${parts.join("\n")}</div>`;
}

function renderBlock(block: Block, context: BlockContext): string {
  switch (block.kind) {
    case "heading":
      return `<h3 class="span">${proseHtml(block.text)}</h3>`;
    case "paragraph":
      return `<p class="span text">${proseHtml(block.text)}</p>`;
    case "list":
      return `<ul class="plain span">${block.items.map((item) => `<li>${proseHtml(item)}</li>`).join("")}</ul>`;
    case "cards":
      return `<div class="cards span">${block.cards.map(renderCard).join("")}</div>`;
    case "actions":
      return `<ol class="actions span">${block.actions.map(renderAction).join("")}</ol>`;
    case "findings":
      return block.findings
        .map(
          (finding) =>
            `<div class="card finding span ${finding.severity}"><strong>${finding.severity === "fail" ? "✕ Failed" : "! Caution"}: ${proseHtml(finding.found)}</strong><p>What to do: ${proseHtml(finding.remedy)}</p></div>`,
        )
        .join("");
    case "formula":
      return `<div class="card formula span"><code tabindex="0">${escapeHtml(block.formula)}</code><p>${proseHtml(block.meaning)}</p></div>`;
    case "table":
      return `<div class="card${block.span === "full" ? " span" : ""}${block.table.rows.length > 12 ? " long" : ""}">${renderTable(block.table, block.title, context.document)}</div>`;
    case "filtered-table":
      return `<div class="card span long" data-filters="${filterColumns(block)}"><div class="filters" hidden></div>${renderTable(block.table, block.title, context.document)}</div>`;
    case "figure":
      return renderFigure(block, context);
  }
}

/** Positions of the columns that rows are chosen by. */
function filterColumns({ filters, table }: Extract<Block, { readonly kind: "filtered-table" }>): string {
  return filters.map((name) => table.columns.findIndex(({ label }) => label === name)).join(" ");
}

function renderCard(card: Card): string {
  return `<dl class="card kpi"><dt>${escapeHtml(card.label)}</dt><dd class="value">${escapeHtml(card.value)}</dd><dd class="detail">${proseHtml(card.detail)}</dd>${card.sparkline === null ? "" : `<dd>${sparkline(card.sparkline)}</dd>`}</dl>`;
}

function renderAction(action: Action): string {
  return `<li class="card"><strong>${proseHtml(action.title)}</strong><p>${proseHtml(action.reason)}</p></li>`;
}

/** A line from its smallest to its largest value, without axes: the card's number says the level. */
function sparkline(values: readonly number[]): string {
  const low = Math.min(...values);
  const range = Math.max(...values) - low || 1;
  const points = values.map((value, index) => {
    const x = (100 * index) / Math.max(values.length - 1, 1);
    const y = 28 - (26 * (value - low)) / range;
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  return `<svg viewBox="0 0 100 30" preserveAspectRatio="none" aria-hidden="true"><polyline points="${points.join(" ")}" fill="none" stroke="var(--model)" stroke-width="1.6" vector-effect="non-scaling-stroke"/></svg>`;
}

/** Both drawings, wide and narrow; the page shows the one that fits. The table below says the same to screen readers. */
function renderFigure(figure: Figure, context: BlockContext): string {
  const { evaluation, document } = context;
  const draw = (width: number, variant: "wide" | "narrow"): string => {
    const chart = drawChart(figure.chart, evaluation, { theme: lightTheme, width });
    return `<div class="${variant}">${renderChartSvg(chart, width, `${figure.id}-${variant}`)}</div>`;
  };
  const drawings =
    figure.span === "tile"
      ? draw(drawingWidths.narrow, "narrow")
      : draw(figure.span === "full" ? drawingWidths.full : drawingWidths.half, "wide") +
        draw(drawingWidths.narrow, "narrow");
  const { badge } = document;
  const mark =
    badge.verdict === "fail"
      ? `<span class="mark fail">${badge.symbol} made from a fit that failed its checks</span>`
      : "";
  const classes = figure.span === "full" ? "card span" : "card";
  return `<figure class="${classes}" id="figure-${figure.id}"><figcaption>${mark}<strong>${proseHtml(figure.title)}</strong><span>${proseHtml(figure.description)}</span></figcaption><div role="img" aria-label="${escapeHtml(`${figure.title}. ${figure.description}`)}">${drawings}</div><details><summary>Numbers as a table</summary>${renderTable(figure.table, null, document, figure.title)}</details></figure>`;
}

/** A table that scrolls inside its card. `name` labels the scrolling region where there is no visible caption. */
function renderTable(
  table: ReportTable,
  caption: string | null,
  document: ReportDocument,
  name: string = caption ?? "Table",
): string {
  const { columns, rows } = table;
  const words = (kind: string): string => (kind === "text" || kind === "date" ? ' class="left"' : "");
  const head = columns.map(({ label, kind }) => `<th scope="col"${words(kind)}>${escapeHtml(label)}</th>`).join("");
  const body = rows
    .map((row) => {
      const cells = row.map((value, index) => {
        const kind = columns[index]?.kind ?? "text";
        const text = escapeHtml(cellText(value, kind, document));
        return index === 0 ? `<th scope="row">${text}</th>` : `<td${words(kind)}>${text}</td>`;
      });
      return `<tr>${cells.join("")}</tr>`;
    })
    .join("");
  const title = caption === null ? "" : `<h3>${escapeHtml(caption)}</h3>`;
  return `${title}<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(name)}"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}
