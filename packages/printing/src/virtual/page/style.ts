/** The page's style: paper and ink, one seal; dark when the system is. */
export const STYLE = `
:root { --ground: #ece6da; --ink: #2b2723; --soft: #7a7166; --line: #d5ccbb; --seal: #b8321f; --card: #f7f3ea; --slot: #35302b; color-scheme: light; }
@media (prefers-color-scheme: dark) { :root { --ground: #171c26; --ink: #e9e4d9; --soft: #98a0ae; --line: #2d3544; --card: #1e2531; --slot: #07090d; color-scheme: dark; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.6 system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif; }
header { display: flex; flex-wrap: wrap; align-items: center; gap: 12px 16px; padding: 20px 28px; }
h1 { font-size: 20px; font-weight: 600; margin: 0; }
.seal { width: 36px; height: 36px; border-radius: 6px; background: var(--seal); color: #fdf6ec; display: grid; place-items: center; font: 600 22px/1 'Noto Serif CJK SC', 'Songti SC', SimSun, serif; }
.state { color: var(--soft); } .state b { font-weight: 600; color: var(--ink); }
code { font: 13px ui-monospace, Menlo, Consolas, monospace; }
.switches { margin-left: auto; display: flex; flex-wrap: wrap; gap: 8px; }
.switches button { min-height: 36px; padding: 0 14px; border: 1px solid var(--line); border-radius: 18px; background: var(--card); color: inherit; font: inherit; cursor: pointer; }
.switches button[aria-pressed='true'] { border-color: #b7791f; background: #b7791f; color: #fff; }
.switches button:focus-visible { outline: 2px solid var(--seal); outline-offset: 2px; }
.slot { height: 14px; margin: 0 28px; border-radius: 7px; background: var(--slot); box-shadow: inset 0 2px 5px #0009; position: relative; z-index: 1; }
main { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 8px 20px; padding: 0 36px 48px; }
figure { margin: -24px 0 0; }
figure .feed { overflow: hidden; padding-top: 4px; }
figure img { display: block; max-width: calc(100vw - 72px); height: auto; }
figure.new img { animation: feed 1.1s cubic-bezier(.2, .7, .3, 1); }
@keyframes feed { from { transform: translateY(-100%); } }
@media (prefers-reduced-motion: reduce) { figure.new img { animation: none; } }
figcaption { display: flex; gap: 12px; padding: 0 18px; color: var(--soft); font-size: 13px; font-variant-numeric: tabular-nums; }
figcaption a { color: inherit; }
.empty { padding: 48px 0; color: var(--soft); } .empty b { display: block; color: var(--ink); font-weight: 600; }
`;
