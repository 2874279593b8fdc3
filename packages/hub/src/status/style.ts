import { palette } from './palette.ts';

/**
 * Colour means state and nothing else, and a word always goes with it.
 */
export const statusStyle = `
${palette}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",system-ui,sans-serif}
header,main,footer,form{max-width:980px;margin:0 auto;padding:0 20px}
header{display:flex;gap:16px;align-items:center;padding-top:32px;padding-bottom:12px}
.seal svg{width:56px;height:56px;display:block}
h1{font-size:24px;font-weight:600;margin:0;line-height:1.2}
h2{font-size:13px;font-weight:600;color:var(--soft);letter-spacing:.06em;margin:36px 0 10px}
#summary{margin:4px 0 0;min-height:1.55em;font-variant-numeric:tabular-nums}
.soft,.empty{color:var(--soft);margin:0}
form{display:flex;gap:8px;align-items:center;flex-wrap:wrap;margin-top:12px}
form[hidden]{display:none}
input{font:inherit;min-height:44px;padding:0 12px;border:1px solid var(--line);border-radius:6px;background:var(--sheet);color:inherit}
button{font:inherit;min-height:36px;padding:0 14px;border:1px solid var(--line);border-radius:6px;background:none;color:inherit;cursor:pointer}
button.primary{background:var(--press);border-color:var(--press);color:#fffaf0;min-height:44px}
button[aria-pressed=true]{background:var(--ink);color:var(--ground)}
button:focus-visible,a:focus-visible,input:focus-visible{outline:2px solid var(--seal);outline-offset:2px}
.note{border-left:3px solid var(--wait);background:var(--sheet);padding:10px 14px;margin:8px 0;border-radius:0 6px 6px 0}
.note.red{border-color:var(--bad)}.note.ask{border-color:var(--ask)}
.row{display:flex;gap:12px;align-items:baseline;padding:11px 0;border-bottom:1px solid var(--line);flex-wrap:wrap}
.row:first-child{border-top:1px solid var(--line)}
.row b{font-weight:600}.row .end{margin-left:auto;color:var(--soft);font-variant-numeric:tabular-nums}
.state{color:var(--off);white-space:nowrap}.state::before{content:"";display:inline-block;width:9px;height:9px;border-radius:50%;background:currentColor;margin-right:7px}
.state.good{color:var(--good)}.state.moving{color:var(--moving)}.state.wait{color:var(--wait)}.state.bad{color:var(--bad)}.state.ask{color:var(--ask)}
.state.wait::before{border-radius:0}.state.bad::before{clip-path:polygon(50% 0,100% 100%,0 100%)}.state.ask::before{border-radius:2px;transform:rotate(45deg)}
.tag{font-size:13px;color:var(--soft);border:1px solid var(--line);border-radius:4px;padding:0 6px}
.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(132px,1fr));gap:10px}
.tile{background:var(--sheet);border:1px solid var(--line);border-radius:8px;padding:12px 14px}
.tile b{display:block;font-size:28px;font-weight:600;line-height:1.1;font-variant-numeric:tabular-nums}
.tile.changed{animation:mark 2s ease-out}
@keyframes mark{from{border-color:var(--seal)}}
#papers{display:flex;gap:20px;overflow-x:auto;padding:2px 4px 18px;align-items:flex-start}
.paper{flex:none;width:280px;text-decoration:none;color:var(--soft);font-size:13px;text-align:center}
.paper .slot{max-height:340px;overflow:hidden;border-radius:2px;filter:drop-shadow(0 3px 7px #0003);margin-bottom:8px}
.paper img{width:100%;display:block}
.paper.new .slot{animation:slide .9s ease-out}
@keyframes slide{from{max-height:0}}
.doors{display:flex;flex-wrap:wrap;gap:8px 22px}
.doors span{font-variant-numeric:tabular-nums}.doors .state{margin-left:6px}
.tabs{display:flex;gap:8px;margin:12px 0 8px}
pre{font:14px/1.6 var(--mono);background:var(--sheet);border:1px solid var(--line);border-radius:8px;padding:14px 16px;overflow-x:auto;margin:0 0 12px}
footer{display:flex;gap:20px;flex-wrap:wrap;padding-top:40px;padding-bottom:40px;color:var(--soft);font-size:13px}
footer a{color:inherit}footer span{margin-left:auto}
@media(prefers-reduced-motion:reduce){*{animation:none!important}}
`;
