// The report's style sheet: one column on a phone, two from 900 px, light and dark, printable without cut charts.
import { darkTheme, lightTheme } from "@carryover/mmm";
import { themeDeclarations } from "./theme-variables.ts";

const lightPage = "--page:#f5f6f8;--edge:#dfe3e9;--pass:#1d6f5c;--caution:#8a5a00;--fail:#a3271f;--link:#225f8a";
const darkPage = "--page:#0f1116;--edge:#2b303a;--pass:#63c7a8;--caution:#e7b54c;--fail:#ff8a7a;--link:#7cc0ee";

const light = `color-scheme:light;${themeDeclarations(lightTheme)};${lightPage}`;
const dark = `color-scheme:dark;${themeDeclarations(darkTheme)};${darkPage}`;

/** Widths figures are drawn at; below `phone` the narrow drawing is shown. */
export const drawingWidths: { readonly full: number; readonly half: number; readonly narrow: number } = {
  full: 1000,
  half: 540,
  narrow: 360,
};

export const reportStyle: string = `
:root{${light}}
@media (prefers-color-scheme:dark){:root:not([data-theme=light]){${dark}}}
:root[data-theme=dark]{${dark}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:56px}
body{margin:0;background:var(--page);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif;font-variant-numeric:tabular-nums}
a{color:var(--link)}
h1,h2,h3,p,ul,ol,figure,dl{margin:0}
h1{font-size:1.6rem;line-height:1.2;letter-spacing:-.01em}
h2{font-size:1.35rem;line-height:1.25}
h3{font-size:1.05rem;line-height:1.35;margin-top:.5rem}
.skip{position:absolute;left:-999px}
.skip:focus{left:8px;top:8px;background:var(--surface);padding:8px;z-index:9}
.bar,main,footer{max-width:1180px;margin:0 auto;padding:0 16px}
header .bar{display:flex;flex-wrap:wrap;gap:10px 16px;align-items:center;padding-top:22px;padding-bottom:14px}
header .names{flex:1 1 260px;min-width:0;overflow-wrap:anywhere}
header p{color:var(--muted)}
.badge{display:inline-flex;align-items:center;gap:8px;border:1.5px solid currentColor;border-radius:99px;padding:5px 14px 5px 6px;text-decoration:none;font-weight:600;background:var(--surface)}
.badge b{display:inline-grid;place-items:center;width:24px;height:24px;border-radius:50%;background:currentColor}
.badge b span{color:var(--surface);font-size:14px;line-height:1}
.badge small{font-weight:400;font-size:.85rem;color:var(--muted)}
.pass{color:var(--pass)}.caution{color:var(--caution)}.fail{color:var(--fail)}
button{font:inherit;color:var(--text);background:var(--surface);border:1px solid var(--edge);border-radius:8px;padding:5px 12px;cursor:pointer}
nav{position:sticky;top:0;z-index:5;background:var(--page);border-bottom:1px solid var(--edge)}
nav ul{display:flex;gap:4px;list-style:none;padding:0 12px;max-width:1180px;margin:0 auto;overflow-x:auto;scrollbar-width:none}
nav a{display:block;padding:10px 8px;white-space:nowrap;text-decoration:none;color:var(--muted);font-size:.93rem}
nav a:hover{color:var(--text)}
section{padding:28px 0 12px}
.question{color:var(--muted);margin-top:2px}
.answer{font-size:1.12rem;line-height:1.5;max-width:74ch;margin:10px 0 18px}
#summary .answer{font-size:1.28rem}
.grid{display:grid;grid-template-columns:minmax(0,1fr);gap:16px}
.grid>*{min-width:0}
figure.card{display:flex;flex-direction:column}
figure.card>details{margin-top:auto;padding-top:10px}
.card{background:var(--surface);border:1px solid var(--edge);border-radius:12px;padding:16px}
.text{max-width:78ch}
.tiles,.cards{display:grid;gap:16px;grid-template-columns:repeat(auto-fill,minmax(min(100%,300px),1fr))}
.cards{grid-template-columns:repeat(auto-fit,minmax(min(100%,170px),1fr));gap:12px}
.kpi{display:flex;flex-direction:column;gap:2px;padding:14px}
.kpi dt{color:var(--muted);font-size:.88rem}
.kpi dd{margin:0}
.kpi .value{font-size:1.65rem;font-weight:650;line-height:1.2;letter-spacing:-.01em}
.kpi .detail{color:var(--muted);font-size:.84rem;line-height:1.35}
.kpi svg{display:block;width:100%;height:30px;margin-top:6px}
.actions{list-style:none;padding:0;display:grid;gap:12px;grid-template-columns:repeat(auto-fit,minmax(min(100%,290px),1fr));counter-reset:action}
.actions li{counter-increment:action;position:relative;padding-left:52px}
.actions li::before{content:counter(action);position:absolute;left:16px;top:16px;width:24px;height:24px;border-radius:50%;display:grid;place-items:center;background:var(--model);color:var(--surface);font-weight:650;font-size:.85rem}
.actions strong,.finding strong{display:block;line-height:1.35;margin-bottom:4px}
.actions p,.finding p{font-size:.95rem;color:var(--muted)}
.finding{border-left:5px solid currentColor}
.finding strong,.finding p{color:var(--text)}
figcaption{margin-bottom:10px}
figcaption strong{display:block;line-height:1.35;text-wrap:balance}
figcaption span{display:block;color:var(--muted);font-size:.88rem;line-height:1.4;margin-top:2px}
.mark{display:inline-block;font-size:.78rem;font-weight:600;margin-bottom:2px}
figure svg{display:block;width:100%;height:auto;overflow:visible}
figure svg text{font-family:inherit;font-size:12px}
.wide{display:none}
.narrow svg{max-width:560px;margin:0 auto}
.filters{display:flex;flex-wrap:wrap;gap:8px 16px;margin-bottom:8px;font-size:.9rem}
.filters[hidden],tr[hidden]{display:none}
.filters select{font:inherit;color:inherit;background:var(--surface);border:1px solid var(--edge);border-radius:6px;padding:2px 6px;max-width:100%}
details{font-size:.9rem}
summary{cursor:pointer;color:var(--muted);width:fit-content}
.scroll{overflow:auto;max-height:420px;margin-top:8px}
.scroll:focus-visible{outline:2px solid var(--link);outline-offset:2px}
table{border-collapse:collapse;width:100%;font-size:.88rem}
.card h3{font-size:1rem;margin-top:0}
th,td{padding:5px 10px;text-align:right;white-space:nowrap;vertical-align:baseline;border-bottom:1px solid var(--edge)}
th{position:sticky;top:0;white-space:normal;vertical-align:bottom;background:var(--surface);color:var(--muted);font-weight:500}
th:first-child,td:first-child,.left{text-align:left}td.left{white-space:normal}
tbody th{position:static;vertical-align:baseline;min-width:8.5em;max-width:22em;overflow-wrap:break-word;color:var(--text);font-weight:400}
.formula code{display:block;overflow-x:auto;font:14px/1.5 ui-monospace,SFMono-Regular,Menlo,"Liberation Mono",monospace;padding-bottom:4px}
.formula p{color:var(--muted);font-size:.92rem}
ul.plain{padding-left:1.2em;max-width:78ch}
ul.plain li+li{margin-top:4px}
footer{color:var(--muted);font-size:.85rem;padding-top:16px;padding-bottom:40px}
@media (min-width:700px){.wide{display:block}.wide+.narrow{display:none}}
@media (min-width:900px){h1{font-size:1.9rem}.grid{grid-template-columns:repeat(2,minmax(0,1fr))}.span{grid-column:1/-1}section{padding-top:40px}}
@media print{
:root,:root:not([data-theme=light]),:root[data-theme=dark]{${light};--page:#fff}
@page{size:A4;margin:11mm 13mm}
body{font-size:9pt;line-height:1.4}
nav,button,.skip,details{display:none}
.bar,main,footer,header .bar{max-width:none;padding:0}
h1{font-size:15pt}h2{font-size:13pt}h3{font-size:10.5pt}
section{padding:10pt 0 0}
.answer,#summary .answer{font-size:10.5pt;margin:4pt 0 8pt;max-width:none}
.grid,.tiles{display:block}
.grid>*{margin-bottom:7pt}
.card{padding:8pt;border-radius:6pt}
figure.card:not(.span),.grid>.card:not(.span){display:inline-block;width:calc(50% - 4pt);vertical-align:top}
.tiles figure.card{width:calc(33.3% - 4pt)}
.cards{grid-template-columns:repeat(5,minmax(0,1fr));gap:5pt}
.kpi .value{font-size:13pt}.kpi .detail,.kpi dt{font-size:7.5pt}.kpi svg{height:18pt}
.actions{grid-template-columns:repeat(3,minmax(0,1fr));gap:5pt}
.actions li{padding-left:30pt}.actions li::before{left:7pt;top:8pt;width:16pt;height:16pt}
.actions p,.finding p,figcaption span{font-size:7.5pt}
.wide{display:block}.wide+.narrow{display:none}
#summary .span .wide svg{max-height:40mm}#summary figure:not(.span) .wide svg{max-height:31mm}
.card,figure,.finding,tr{break-inside:avoid}
.card.long{break-inside:auto}
h2,h3,.answer,.question,h3+.text{break-after:avoid}
section+section{break-before:page}
.scroll{max-height:none;overflow:visible}
table{font-size:7.5pt}th{position:static}th,td{padding:1.5pt 3pt;white-space:normal}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}`.replace(/\n/g, "");
