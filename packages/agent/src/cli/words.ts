import type { Locale } from '@posthouse/protocol';

/** What the command says. */
export const agentWords = {
  zh: {
    help: `用法：posthouse agent --hub ws://中枢:5000 --token <令牌> --printer <编号>=<地址> …
在打印机旁边运行：从中枢取小票、打印、确认并上报。断网、断电、重启都不会重复打印。
  --hub <地址>            中枢的地址 [POSTHOUSE_AGENT_HUB]
  --token <令牌>          令牌；写在环境变量里更安全 [POSTHOUSE_AGENT_TOKEN]
  --printer <编号>=<地址>  中枢里的打印机编号与本机的连接方式，可写多次 [POSTHOUSE_AGENT_PRINTERS，以空格分隔]
        tcp://192.168.1.50:9100   网络打印机（有打印确认）
        file:///dev/usb/lp0       设备文件
        cups://queue              CUPS 队列（原样交给 lp）
        stdout:                   显示在终端，用来试
      可加 ?confirm=auto|process-id|buffer|none；指令集在中枢设置，?commands=escpos|generic|star 可在此改
  --data <目录>           日志（journal）所在目录（默认 posthouse-agent）[POSTHOUSE_AGENT_DATA]
                          不要删除：里面记着哪些小票已经打过
  --ahead <张数>          每台打印机最多先取几张，中枢离线时也能打完（默认 4）[POSTHOUSE_AGENT_AHEAD]
  -h, --help              显示此帮助
退出码：0 正常结束，1 失败，2 参数不正确，3 数据目录已被占用
`,
    started: (printers: number, folder: string) => `打印代理已启动：${printers} 台打印机，数据目录 ${folder}`,
    served: (printer: string) => `打印机 ${printer} 又能领到小票了`,
    stopping: '正在停止：等正在打的一张打完……（再按一次立即退出）',
    remedy: (text: string) => `→ ${text}`,
  },
  en: {
    help: `Usage: posthouse agent --hub ws://hub:5000 --token <token> --printer <id>=<address> …
Runs beside a printer: takes papers from the hub, prints, confirms and reports them. No cut cable, power cut or
restart prints a paper twice.
  --hub <address>          of the hub [POSTHOUSE_AGENT_HUB]
  --token <token>          safer in the environment [POSTHOUSE_AGENT_TOKEN]
  --printer <id>=<address> the printer's id at the hub and the way to it here; may be repeated
                           [POSTHOUSE_AGENT_PRINTERS, separated by blanks]
        tcp://192.168.1.50:9100   a network printer (it confirms what it printed)
        file:///dev/usb/lp0       a device file
        cups://queue              a queue of CUPS (handed to lp as it is)
        stdout:                   on the terminal, to try things out
      with ?confirm=auto|process-id|buffer|none where needed; its commands are set at the hub,
      and ?commands=escpos|generic|star overrides them
  --data <folder>          with the journal (posthouse-agent) [POSTHOUSE_AGENT_DATA]
                           Do not delete it: it knows which papers have been printed
  --ahead <papers>         how many it takes in advance for each printer, to print while the hub is away (4)
                           [POSTHOUSE_AGENT_AHEAD]
  -h, --help               shows this help
Exit codes: 0 ended, 1 failed, 2 wrong arguments, 3 the data folder is in use
`,
    started: (printers: number, folder: string) =>
      `Print agent started: ${printers} ${printers === 1 ? 'printer' : 'printers'}, data in ${folder}`,
    served: (printer: string) => `Papers come for printer ${printer} again`,
    stopping: 'Stopping: the paper under way may end … (once more exits at once)',
    remedy: (text: string) => `→ ${text}`,
  },
} as const satisfies Record<Locale, object>;
