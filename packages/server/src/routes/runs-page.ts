// The shell of the page of runs: the dashboard's script fills it.

export const runsPageHtml: string = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Runs · Carryover</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/runs.css">
<script type="module" src="/assets/main.js"></script>
</head>
<body>
<header><a href="/" class="brand">Carryover</a></header>
<main id="runs" aria-live="polite"><noscript>This page lists the runs with a script; the same list is printed by <code>carryover runs</code>.</noscript></main>
</body>
</html>
`;

export const runsPageStyle: string = `:root {
  color-scheme: light dark;
  --ink: light-dark(#1d2433, #e6e9f0);
  --quiet: light-dark(#5b6478, #9aa3b5);
  --paper: light-dark(#f7f8fa, #12151c);
  --card: light-dark(#ffffff, #1b202a);
  --line: light-dark(#dfe3ea, #2c3341);
  --accent: light-dark(#1f5fbf, #82b1ff);
  --pass: light-dark(#1b6e5a, #63d0b0);
  --caution: light-dark(#8a5a00, #f0bd5b);
  --fail: light-dark(#a5281f, #ff9a90);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
header { padding: 12px 24px; border-bottom: 1px solid var(--line); background: var(--card); }
.brand { color: var(--ink); font-weight: 650; text-decoration: none; }
main { max-width: 1120px; margin: 0 auto; padding: 24px; }
h1 { margin: 0 0 4px; font-size: 1.5rem; line-height: 1.25; }
.quiet { color: var(--quiet); }
.search { width: 100%; max-width: 360px; margin: 16px 0; padding: 8px 12px; border: 1px solid var(--line); border-radius: 8px; background: var(--card); color: inherit; font: inherit; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 12px; background: var(--card); }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 10px 14px; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { color: var(--quiet); font-size: .8125rem; font-weight: 600; white-space: nowrap; }
tbody tr:last-child td { border-bottom: 0; }
td.number { white-space: nowrap; }
a { color: var(--accent); }
.badge { display: inline-block; padding: 0 8px; border: 1px solid currentColor; border-radius: 999px; font-size: .8125rem; font-weight: 600; white-space: nowrap; }
.badge.pass { color: var(--pass); }
.badge.caution, .badge.interrupted { color: var(--caution); }
.badge.fail, .badge.damaged { color: var(--fail); }
.badge.unknown { color: var(--quiet); }
.card { padding: 24px; border: 1px solid var(--line); border-radius: 12px; background: var(--card); }
.skeleton { height: 44px; margin: 12px; border-radius: 6px; background: var(--line); opacity: .6; }
code { padding: 1px 6px; border-radius: 6px; background: var(--line); }
`;
