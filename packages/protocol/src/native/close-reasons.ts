import type { Text } from '../errors.ts';

export interface CloseSpec {
  readonly text: Text;
  /** Whether the same client may expect to be let in again. */
  readonly retry: boolean;
}

/**
 * Why the hub ends a native connection (RFC 6455 §7.4; 4000-4999 are ours). Only these are sent, and never 1000
 * or 1001.
 */
export const closeReasons = {
  1002: { retry: true, text: { zh: 'WebSocket 帧不合法', en: 'A frame was not valid WebSocket' } },
  1007: { retry: true, text: { zh: '文本不是合法的 UTF-8', en: 'Text that is not UTF-8' } },
  1009: { retry: true, text: { zh: '消息过大', en: 'A message larger than the limit' } },
  1011: { retry: true, text: { zh: '服务端内部错误', en: 'An internal error of the hub' } },
  1012: {
    retry: true,
    text: {
      zh: '服务端重启，按 reconnect 的提示再来',
      en: 'The hub restarts; come back as `reconnect` said',
    },
  },
  1013: { retry: true, text: { zh: '连接数已满，稍后再试', en: 'Too many connections; try again later' } },
  4401: {
    retry: false,
    text: {
      zh: '令牌无效，或未在 10 秒内表明身份',
      en: 'The token was not accepted, or no hello came within 10 s',
    },
  },
  4403: { retry: false, text: { zh: '没有权限', en: 'Not permitted' } },
  4406: { retry: false, text: { zh: '协议版本不受支持', en: 'The protocol version is not supported' } },
  4408: { retry: true, text: { zh: '心跳超时', en: 'No heartbeat came back' } },
  4409: { retry: true, text: { zh: '被管理员断开', en: 'Somebody ended the connection by hand' } },
  4429: { retry: true, text: { zh: '消息过于频繁', en: 'Messages came too fast' } },
  4503: { retry: true, text: { zh: '待发送数据超出上限', en: 'More was queued for the peer than it takes' } },
  4504: {
    retry: true,
    text: { zh: '接收过慢，可从断点续传', en: 'Read too slowly; resume where the last message was' },
  },
} as const satisfies Readonly<Record<number, CloseSpec>>;

/** What a client may expect after a close code; unknown codes are worth another try. */
export function mayReturn(code: number): boolean {
  return !Object.hasOwn(closeReasons, code) || closeReasons[code as keyof typeof closeReasons].retry;
}
