import { kind, type Ms, type Option } from '@posthouse/kernel';

/** The bridge's slice of the configuration: plain data, the same in every thread. */
export interface BridgeConfig {
  /** The old door; 0 closes it. The main port's `/bridge/…` stays. */
  readonly port: number;
  readonly host: string;
  readonly origins: readonly string[];
  readonly open: readonly string[];
  /** The SSE variant's door (`/sse`, `/getParams`); 0 closes it. */
  readonly ssePort: number;
  /** The plain WebSocket variant's door; 0 closes it. */
  readonly wsPort: number;
  /** How long a station that reports may say nothing of a job it was sent. */
  readonly silence: Ms;
  /** How long a job with `queue: true` waits, when it does not say so itself. */
  readonly expiry: Ms;
  readonly webhooks: readonly string[];
  /** Signs what webhooks get; empty: not signed. */
  readonly webhookSecret: string;
  /** IANA name: the SSE variant tells the time of day. */
  readonly timezone: string;
}

/** Settings that only this app has. Its door (`port`, `host`, `origins`, `open`) and `timezone` are the hub's. */
export const bridgeOptions: readonly Option<unknown>[] = [
  {
    path: 'bridge.ssePort',
    env: 'POSTHOUSE_BRIDGE_SSE_PORT',
    summary: {
      zh: '旧 SSE 变体的端口（原为 8088）；0 关闭',
      en: 'Port of the old SSE variant (it was 8088); 0 closes it',
    },
    fallback: 0,
    parse: kind.port,
  },
  {
    path: 'bridge.wsPort',
    env: 'POSTHOUSE_BRIDGE_WS_PORT',
    summary: {
      zh: '旧 WebSocket 变体的端口（原为 3200）；0 关闭',
      en: 'Port of the old plain WebSocket variant (it was 3200); 0 closes it',
    },
    fallback: 0,
    parse: kind.port,
  },
  {
    path: 'bridge.silence',
    env: 'POSTHOUSE_BRIDGE_SILENCE',
    summary: {
      zh: '打印站收到任务后多久没有回音算沉默',
      en: 'How long a station may say nothing of a job it was sent',
    },
    fallback: 30_000,
    parse: kind.span(100, 3_600_000),
  },
  {
    path: 'bridge.expiry',
    env: 'POSTHOUSE_BRIDGE_EXPIRY',
    summary: {
      zh: '排队任务等待打印站的最长时间',
      en: 'How long a queued job may wait for its station',
    },
    fallback: 86_400_000,
    parse: kind.span(1_000, 604_800_000),
  },
  {
    path: 'bridge.webhooks',
    env: 'POSTHOUSE_BRIDGE_WEBHOOKS',
    summary: {
      zh: '打印站事件的回调地址，逗号分隔',
      en: 'Addresses that are told what happens at the stations, comma-separated',
    },
    fallback: [],
    // Receivers take their key in the query.
    secret: true,
    parse: kind.list(
      kind.text(/^https?:\/\/\S{1,500}$/, 'https://shop.example/hook'),
      (_, index) => `#${index + 1}`,
    ),
  },
  {
    path: 'bridge.webhookSecret',
    env: 'POSTHOUSE_BRIDGE_WEBHOOK_SECRET',
    summary: { zh: '回调签名的密钥', en: 'The secret that signs webhook calls' },
    fallback: '',
    secret: true,
    parse: kind.text(),
  },
];
