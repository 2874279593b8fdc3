/** Languages of the virtual printer's page and command. */
export type Language = 'zh' | 'en';

export const pageWords = {
  zh: {
    title: '虚拟打印机',
    ready: '就绪，等待打印',
    'paper-out': '缺纸：小票在等待',
    'cover-open': '机盖打开：小票在等待',
    error: '切刀故障：小票在等待',
    offline: '离线',
    gone: '与虚拟打印机的连接断开了',
    empty: '还没有小票。',
    hint: '把单据发送到这个地址，小票会从这里出来：',
    text: '文本',
    uncut: '未切纸',
    paperOut: '缺纸',
    coverOpen: '开盖',
    cutterError: '切刀故障',
    hang: '不响应',
    silent: '不应答',
    noConfirmation: '不确认',
    lie: '谎报已打印',
    dead: '断电',
  },
  en: {
    title: 'Virtual printer',
    ready: 'Ready, waiting for something to print',
    'paper-out': 'Out of paper: receipts are waiting',
    'cover-open': 'Cover open: receipts are waiting',
    error: 'Cutter stuck: receipts are waiting',
    offline: 'Offline',
    gone: 'The connection to the virtual printer is lost',
    empty: 'No papers yet.',
    hint: 'Send a document to this address and its paper comes out here:',
    text: 'text',
    uncut: 'not cut',
    paperOut: 'Out of paper',
    coverOpen: 'Cover open',
    cutterError: 'Cutter stuck',
    hang: 'Hang',
    silent: 'Answer nothing',
    noConfirmation: 'Confirm nothing',
    lie: 'Lie: say printed, print nothing',
    dead: 'No power',
  },
} as const satisfies Record<Language, Record<string, string>>;

/** The reader's language of an Accept-Language or LANG value: Chinese when it begins with it. */
export function languageOf(preference: string | undefined): Language {
  return /^\s*zh/i.test(preference ?? '') ? 'zh' : 'en';
}
