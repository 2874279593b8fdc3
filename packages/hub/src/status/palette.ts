/** Paper, ink, one seal: the colours of the hub's own pages, as CSS variables. Light and dark follow the system. */
export const palette = `:root{--ground:#f6f1e4;--sheet:#fffdf6;--ink:#22282f;--soft:#6d6a60;--line:#e0d8c4;--seal:#b8321f;--press:#b8321f;
--good:#2f7d4f;--moving:#2c64a8;--wait:#a86a10;--bad:#b3261e;--ask:#7a4bb0;--off:#8a8577;
--mono:ui-monospace,"SF Mono","Cascadia Mono","DejaVu Sans Mono","Noto Sans Mono CJK SC",monospace}
@media(prefers-color-scheme:dark){:root{--ground:#141a24;--sheet:#1b2330;--ink:#ece6d8;--soft:#9a9788;--line:#2c3646;--seal:#d4543f;--press:#c2402c;
--good:#63b583;--moving:#79a8e0;--wait:#d9a24a;--bad:#e2746b;--ask:#b18be0;--off:#7d7a70}}`;
