import type { Language } from '../page/words.ts';

/** What the command says; placeholders are arguments. */
export const cliWords = {
  zh: {
    help: `用法：posthouse printer [选项]

在 TCP 端口上启动一台虚拟打印机：打印到它的小票会显示在终端和网页上。

  --port <端口>       打印端口（默认 9100，被占用时自动换一个）
  --page-port <端口>  网页端口（默认 9180，被占用时自动换一个）
  --host <地址>       监听地址（默认 127.0.0.1）
  --width <毫米>      纸宽，如 58 或 80（默认 80）
  --papers <张数>     保留最近多少张小票（默认 50）
  -h, --help          显示此帮助
`,
    usage: (what: string) => `参数不正确：${what}\n运行 posthouse printer --help 查看用法。\n`,
    taken: (port: number) =>
      `端口 ${port} 已被占用。请换一个：posthouse printer --port ${port + 1}，或用 --port 0 自动选择。\n`,
    moved: (port: number, instead: number) => `端口 ${port} 已被占用，改用 ${instead}。\n`,
    failed: (why: string) => `虚拟打印机无法启动：${why}\n`,
    ready: (address: string, page: string) =>
      `虚拟打印机已就绪：${address}\n小票页面：${page}\n按 Ctrl+C 结束。\n`,
    paper: (id: number, time: string) => `\n── 第 ${id} 张 · ${time} ──\n`,
  },
  en: {
    help: `Usage: posthouse printer [options]

Starts a virtual printer on a TCP port: what is printed to it appears here and on a web page.

  --port <port>       to print to (9100; a free one when that is taken)
  --page-port <port>  of the web page (9180; a free one when that is taken)
  --host <address>    to listen on (127.0.0.1)
  --width <mm>        of the paper, such as 58 or 80 (80)
  --papers <count>    how many papers are kept (50)
  -h, --help          shows this help
`,
    usage: (what: string) => `Wrong arguments: ${what}\nRun posthouse printer --help to see what there is.\n`,
    taken: (port: number) =>
      `Port ${port} is taken. Use another: posthouse printer --port ${port + 1}, or --port 0 for any free one.\n`,
    moved: (port: number, instead: number) => `Port ${port} is taken; using ${instead} instead.\n`,
    failed: (why: string) => `The virtual printer cannot start: ${why}\n`,
    ready: (address: string, page: string) =>
      `Virtual printer ready at ${address}\nPapers: ${page}\nPress Ctrl+C to end.\n`,
    paper: (id: number, time: string) => `\n── paper ${id} · ${time} ──\n`,
  },
} as const satisfies Record<Language, object>;
