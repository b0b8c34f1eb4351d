#include "web/site_css.h"

namespace vouch::web {

std::string_view site_css() {
  return R"css(:root {
  --ink: #1f2933; --soft: #52606d; --line: #d9e0e7; --paper: #fff; --ground: #f4f6f8;
  --ok: #176b3a; --ok-bg: #e4f4ea; --pending: #1d5a9e; --pending-bg: #e6f0fb;
  --mend: #9a4a00; --mend-bg: #fff0df; --failed: #a61b1b; --failed-bg: #fdeaea;
  --gold: #7a5c00; --gold-bg: #fff6d6; --unknown: #6b5a33; --unknown-bg: #f6f2e8; --void: #5d6873; --void-bg: #eceff2;
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; color: var(--ink); background: var(--ground);
  font: 16px/1.55 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif; }
a { color: #14539a; }
bdi { overflow-wrap: anywhere; }
.bar { display: flex; justify-content: space-between; gap: 12px; padding: 10px 16px; background: #17324d; color: #fff; }
.bar a { color: #fff; }
.bar .tools { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: 4px 18px; white-space: nowrap; }
.bar .count { position: relative; padding: 0 7px; border-radius: 10px; background: #fff; color: #17324d; font-size: .88rem; }
.aside { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.bar .brand { font-weight: 600; overflow-wrap: anywhere; }
main { max-width: 960px; margin: 0 auto; padding: 12px 16px 48px; }
h1 { font-size: 1.35rem; margin: 12px 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 28px 0 10px; }
h3 { font-size: 1rem; margin: 0 0 4px; overflow-wrap: anywhere; }
p { margin: 6px 0; }
.soft { color: var(--soft); font-size: .9rem; }
.panel, .card { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px; margin: 10px 0; }
.card h2:first-child { margin-top: 0; } .card > ul { margin: 6px 0 2px; padding-left: 1.2em; }
.card.mend { border-left: 5px solid #d97b16; }
.card.failed { border-left: 5px solid var(--failed); }
.card.unknown { border: 1px dashed #a08c5b; border-left-width: 5px; }
.card.disputed { border-left: 5px solid #c79a00; }
.card.ok { border-left: 5px solid #2e9e5b; }
.card.pending { border-left: 5px solid #4a90d9; }
.notice { background: var(--unknown-bg); border: 1px dashed #a08c5b; border-radius: 8px; padding: 10px 14px; margin: 10px 0; }
.notice ul { margin: 4px 0; padding-left: 1.2em; }
.chips { display: flex; flex-wrap: wrap; gap: 8px; margin: 12px 0; padding: 0; list-style: none; }
.chips a { display: block; padding: 6px 12px; border-radius: 8px; text-decoration: none; border: 1px solid transparent; }
.chips b { font-size: 1.15rem; margin-right: 4px; }
.chips a.here { outline: 2px solid #17324d; }
.tag { display: inline-block; padding: 1px 10px; border-radius: 12px; font-size: .88rem; white-space: nowrap; border: 1px solid transparent; }
.ok { color: var(--ok); } .tag.ok, .chips .ok, .dot.ok { background: var(--ok-bg); border-color: #a9dbbd; }
.pending { color: var(--pending); } .tag.pending, .chips .pending, .dot.pending { background: var(--pending-bg); border-color: #b5d2f0; }
.mend { color: var(--mend); } .tag.mend, .chips .mend, .dot.mend { background: var(--mend-bg); border-color: #f0c48e; }
.failed { color: var(--failed); } .tag.failed, .chips .failed, .dot.failed { background: var(--failed-bg); border-color: #eeb4b4; }
.disputed { color: var(--gold); } .tag.disputed, .chips .disputed { background: var(--gold-bg); border-color: #e6cf7a; }
.unknown { color: var(--unknown); } .tag.unknown, .chips .unknown, .dot.unknown { background: var(--unknown-bg); border: 1px dashed #a08c5b; }
.waived, .void { color: var(--void); } .tag.waived, .tag.void, .chips .waived, .chips .void, .dot.void { background: var(--void-bg); border-color: #cfd6dd; }
.card.mend, .card.failed, .card.unknown, .card.disputed, .card.ok, .card.pending, .card.void, .card.waived, td.failed a { color: var(--ink); }
td .failed, td .unknown, td .disputed { font-weight: 600; }
.dots { display: flex; flex-wrap: wrap; gap: 6px; margin: 8px 0 4px; padding: 0; list-style: none; }
.dot { font-size: .84rem; padding: 1px 8px; border-radius: 6px; border: 1px solid transparent; white-space: nowrap; }
.dot b { display: inline-block; min-width: 1em; margin-left: 4px; text-align: center; }
.row { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 4px 12px; }
.answers dt { font-weight: 600; margin-top: 8px; }
.answers dd { margin: 0; }
.plain { list-style: none; padding: 0; margin: 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; background: var(--paper); font-size: .94rem; }
caption { text-align: left; color: var(--soft); font-size: .9rem; padding: 4px 0; }
th, td { border-bottom: 1px solid var(--line); padding: 7px 8px; text-align: right; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; }
thead th { font-weight: 600; color: var(--soft); }
tfoot th, tfoot td { border-top: 2px solid var(--line); border-bottom: 0; }
td.zero { color: #9aa5b1; }
.plain.panel { padding: 12px 14px; }
.hit { display: inline-block; min-width: 44px; padding: 4px 0; text-align: right; font-weight: 600; }
td div.soft, th div.soft { font-weight: 400; font-size: .84rem; }
th.url, td.url { white-space: normal; min-width: 12em; text-align: left; }
.chart { display: block; width: 100%; height: auto; }
.chart .grid { stroke: var(--line); stroke-width: 1; }
.chart .stroke { fill: none; stroke: #1d5a9e; stroke-width: 2; }
.chart .ranked { fill: #1d5a9e; } .chart .absent { fill: none; stroke: #9a4a00; stroke-width: 1.5; }
.chart .whole { fill: #b5d2f0; } .chart .part { fill: #1d5a9e; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 4px 14px; margin: 8px 0; }
.facts dt { color: var(--soft); } .facts dd { margin: 0; overflow-wrap: anywhere; }
.look { border-top: 1px solid var(--line); padding: 10px 0; }
.look:first-child { border-top: 0; }
summary { cursor: pointer; padding: 4px 0; color: #14539a; }
.quote { border-left: 3px solid var(--line); margin: 6px 0; padding: 2px 10px; color: var(--soft); overflow-wrap: anywhere; }
code { font: .9em ui-monospace, monospace; background: var(--void-bg); padding: 1px 5px; border-radius: 4px; overflow-wrap: anywhere; }
.pager { display: flex; justify-content: space-between; margin: 16px 0; }
.pager a, .back, a[download] { display: inline-block; padding: 6px 0; }
form.fields { display: grid; gap: 10px; margin: 6px 0 10px; }
.panel h2 { margin-top: 0; }
.fields label { display: grid; gap: 4px; font-size: .94rem; }
.fields input, .fields textarea { width: 100%; min-width: 0; padding: 8px; border: 1px solid #7b8794; border-radius: 6px; background: #fff; color: var(--ink); font: inherit; }
.fields button { justify-self: start; padding: 8px 20px; border: 0; border-radius: 6px; background: #17324d; color: #fff; font: inherit; cursor: pointer; }
.letter p { overflow-wrap: anywhere; }
.letter form { margin: 8px 0 0; }
form.one button { padding: 6px 14px; border: 1px solid #7b8794; border-radius: 6px; background: #fff; color: var(--ink); font: inherit; font-size: .9rem; cursor: pointer; }
.ticks th, .ticks td { text-align: center; } .ticks th { white-space: normal; overflow-wrap: anywhere; min-width: 4.5em; }
.ticks th:first-child { text-align: left; min-width: 7em; }
.ticks td label { position: relative; display: block; padding: 6px; margin: -6px; cursor: pointer; } .ticks input { width: 20px; height: 20px; }
.save { margin: 14px 0; padding: 8px 20px; border: 0; border-radius: 6px; background: #17324d; color: #fff; font: inherit; cursor: pointer; }
footer { max-width: 960px; margin: 0 auto; padding: 0 16px 32px; color: var(--soft); font-size: .85rem; }
@media (max-width: 600px) {
  .stack thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .stack, .stack tbody, .stack tfoot, .stack tr, .stack td, .stack th { display: block; width: auto; }
  .stack tr { border: 1px solid var(--line); border-radius: 8px; margin: 10px 0; padding: 8px 12px; background: var(--paper); }
  .stack th[scope=row] { border: 0; padding: 0 0 4px; font-size: 1rem; text-align: left; white-space: normal; }
  .hit { min-width: 0; padding: 4px 12px 4px 0; }
  .stack td { display: inline-block; border: 0; padding: 2px 12px 2px 0; text-align: left; }
  .stack td.zero { display: none; }
  .stack td::before { content: attr(data-name) " "; color: var(--soft); }
  .facts { grid-template-columns: 1fr; gap: 0; } .facts dd { margin-bottom: 6px; }
}
@media print {
  body { background: #fff; font-size: 11pt; } .bar { background: #fff; color: #000; border-bottom: 1px solid #000; }
  .bar a, .chips, .pager, .one, .save, footer { display: none; }
  details > * { display: block; } .panel, .card { break-inside: avoid; border-color: #888; } a { color: inherit; text-decoration: none; }
  .out::after { content: " (" attr(href) ")"; font-size: .8em; overflow-wrap: anywhere; }
}
)css";
}

}  // namespace vouch::web
