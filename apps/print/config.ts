import { kind, type Ms, type Option } from '@posthouse/kernel';

/** The print app's slice of the configuration: plain data, the same in every thread. */
export interface PrintConfig {
  /** Name at the head of receipts and in the old clients' welcome. */
  readonly shop: string;
  /** How long a print client may say nothing of a paper it was sent. */
  readonly silence: Ms;
  /** How long an order may wait for its printer before it expires. */
  readonly orderExpiry: Ms;
  /** Wait before a paper that a printer refused is tried again; doubles with each refusal. */
  readonly retryDelay: Ms;
  /** How long papers may wait before their queue is said to stand still, and their fallback printer takes them. */
  readonly standAfter: Ms;
  /** Whether webhooks may go to loopback and private addresses. */
  readonly webhookPrivate: boolean;
  /** Whether a virtual printer lives in the hub, so that the first paper needs no hardware. */
  readonly virtual: boolean;
  /** IANA name: receipts use it. */
  readonly timezone: string;
  /** The old clients' door; port 0 closes it. */
  readonly port: number;
  readonly host: string;
  readonly origins: readonly string[];
  readonly open: readonly string[];
}

/** Settings that only this app has. Its door (`port`, `host`, `origins`, `open`) and `timezone` are the hub's. */
export const printOptions: readonly Option<unknown>[] = [
  {
    path: 'print.shop',
    env: 'POSTHOUSE_PRINT_SHOP',
    flag: '--print-shop',
    summary: { zh: '小票抬头的店名', en: 'The shop name at the head of receipts' },
    fallback: '发财小狗饮品店',
    parse: kind.text(/^(?=.*\S)[^\p{Cc}]{1,50}$/u, '发财小狗饮品店'),
  },
  {
    path: 'print.silence',
    env: 'POSTHOUSE_PRINT_SILENCE',
    flag: '--print-silence',
    summary: {
      zh: '发给打印客户端的小票多久没有回音算沉默',
      en: 'How long a print client may say nothing of a paper it was sent',
    },
    fallback: 30_000,
    parse: kind.span(100, 3_600_000),
  },
  {
    path: 'print.orderExpiry',
    env: 'POSTHOUSE_PRINT_ORDER_EXPIRY',
    summary: {
      zh: '小票等待打印机的最长时间，过期不再打印',
      en: 'How long a paper may wait for its printer before it expires',
    },
    fallback: 7_200_000,
    parse: kind.span(1_000, 604_800_000),
  },
  {
    path: 'print.retryDelay',
    env: 'POSTHOUSE_PRINT_RETRY_DELAY',
    summary: {
      zh: '打印机报告失败后首次重试前的等待，之后逐次加倍',
      en: 'Wait before the first retry after a printer reported a failure; doubles with each',
    },
    fallback: 5_000,
    parse: kind.span(0, 3_600_000),
  },
  {
    path: 'print.standAfter',
    env: 'POSTHOUSE_PRINT_STAND_AFTER',
    summary: {
      zh: '小票等待多久算队列停滞：发出事件，并交给备用打印机',
      en: 'How long papers may wait before their queue stands still: an event, and the fallback printer takes them',
    },
    fallback: 60_000,
    parse: kind.span(1_000, 86_400_000),
  },
  {
    path: 'print.webhookPrivate',
    env: 'POSTHOUSE_PRINT_WEBHOOK_PRIVATE',
    summary: {
      zh: '事件回调是否可以发往本机与内网地址',
      en: 'Whether webhooks may go to loopback and private addresses',
    },
    fallback: false,
    parse: kind.truth,
  },
  {
    path: 'print.virtual',
    env: 'POSTHOUSE_PRINT_VIRTUAL',
    flag: '--print-virtual',
    summary: { zh: '是否自带一台虚拟打印机', en: 'Whether the hub brings a virtual printer' },
    fallback: true,
    parse: kind.truth,
  },
];
