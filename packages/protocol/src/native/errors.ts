import { defineErrors } from '../errors.ts';

/** Codes of the native protocol. Errors of apps and of the kernel travel under their own codes. */
export const protocolErrors = defineErrors({
  NATIVE_BAD_JSON: {
    status: 400,
    text: { zh: '消息不是合法的 JSON', en: 'The message is not valid JSON' },
    remedy: {
      zh: '每个帧发送一个 JSON 对象：{type, timestamp, data}',
      en: 'Send one JSON object per frame: {type, timestamp, data}',
    },
  },
  NATIVE_UNKNOWN_TYPE: {
    status: 400,
    text: { zh: '不认识的消息类型', en: 'This message type is not known' },
    remedy: { zh: '消息类型见 docs/PROTOCOL.md', en: 'The types are listed in docs/PROTOCOL.md' },
  },
  NATIVE_BAD_MESSAGE: {
    status: 400,
    text: { zh: '消息的字段不符合协议', en: 'The fields of the message do not fit the protocol' },
    remedy: { zh: 'about.detail 指出了字段', en: 'about.detail names the fields' },
  },
  NATIVE_HELLO_FIRST: {
    status: 401,
    text: { zh: '请先发送 hello', en: 'Say hello first' },
    remedy: { zh: '连接后的第一条消息须是 hello', en: 'Make hello the first message of the connection' },
  },
  NATIVE_HELLO_TWICE: {
    status: 400,
    text: { zh: '本连接已经 hello 过', en: 'This connection has said hello already' },
    remedy: {
      zh: '每个连接只发一次 hello；要换身份请另开连接',
      en: 'Say hello once; to come as somebody else, open another connection',
    },
  },
  NATIVE_VERSION: {
    status: 400,
    text: { zh: '协议版本不受支持', en: 'This protocol version is not supported' },
    remedy: {
      zh: '请升级客户端或服务端，使版本一致',
      en: 'Upgrade the client or the hub so that they agree',
    },
  },
  NATIVE_FORBIDDEN: {
    status: 403,
    text: { zh: '没有权限', en: 'Not permitted' },
    remedy: { zh: '换用具有该权限的令牌', en: 'Use a token whose role has this permission' },
  },
  NATIVE_NO_ROOM: {
    status: 404,
    text: { zh: '没有这个房间', en: 'There is no such room' },
    remedy: {
      zh: '检查 name 与 key；各应用的 README 列出了它的房间',
      en: "Check name and key; each app's README lists its rooms",
    },
  },
  NATIVE_NOT_PUBLISHABLE: {
    status: 403,
    text: { zh: '这个房间不接受客户端发布', en: 'This room takes no publications of clients' },
    remedy: {
      zh: '请通过应用的 HTTP 接口更改，见 /api/docs',
      en: "Make the change by the app's HTTP interface: /api/docs",
    },
  },
  NATIVE_NO_MAILBOX: {
    status: 404,
    text: { zh: '没有这个信箱', en: 'There is no such mailbox' },
    remedy: { zh: '检查 box 与 key', en: 'Check box and key' },
  },
  NATIVE_NOT_HELD: {
    status: 409,
    text: { zh: '本连接没有持有这个信箱或条目', en: 'This connection does not hold that mailbox or item' },
    remedy: {
      zh: '先 hold 该信箱；重连之后须重新 hold',
      en: 'Hold the mailbox first, and again after a reconnect',
    },
  },
  NATIVE_TOO_MANY_HOLDS: {
    status: 429,
    text: { zh: '本连接持有的信箱已达上限', en: 'This connection holds as many mailboxes as it may' },
    remedy: { zh: '释放不用的信箱，或另开连接', en: 'Release some, or open another connection' },
  },
  NATIVE_NO_METHOD: {
    status: 404,
    text: { zh: '没有这个方法', en: 'There is no such method' },
    remedy: { zh: '方法见 docs/PROTOCOL.md', en: 'The methods are listed in docs/PROTOCOL.md' },
  },
  NATIVE_OTHER_EPOCH: {
    status: 410,
    text: {
      zh: '条目属于恢复备份之前的数据，无法记录',
      en: 'The item belongs to the data before a backup was restored; nothing was recorded',
    },
    remedy: { zh: '不要再重复此报告', en: 'Do not repeat this report' },
  },
  NATIVE_QUEUE_FULL: {
    status: 503,
    text: {
      zh: '客户端的发送队列已满，未发送',
      en: 'The queue of the client is full; nothing was sent',
    },
    remedy: {
      zh: '等连接恢复或队列腾空后再发',
      en: 'Say it again once the connection is back or the queue shorter',
    },
  },
  NATIVE_TOO_LARGE: {
    status: 413,
    text: {
      zh: '消息超过服务端的上限，未发送',
      en: 'The message is larger than the hub reads; it was not sent',
    },
    remedy: {
      zh: '缩短内容；上限见 welcome.limits.message（字节）',
      en: 'Make it shorter; the bound is welcome.limits.message, in bytes',
    },
  },
  NATIVE_TAKEN: {
    status: 409,
    text: {
      zh: '本客户端已订阅该房间或持有该信箱',
      en: 'This client is in that room, or holds that mailbox, already',
    },
    remedy: { zh: '共用已有的那个，或先结束它', en: 'Share the first one, or end it before' },
  },
  NATIVE_TIMEOUT: {
    status: 504,
    text: { zh: '在限定时间内没有应答', en: 'No answer came in time' },
    remedy: {
      zh: '请求可能已执行：先查看结果，再决定是否重试',
      en: 'It may have run all the same: look before asking again',
    },
  },
  NATIVE_DISCONNECTED: {
    status: 503,
    text: {
      zh: '连接在应答之前断开，不知道请求是否执行',
      en: 'The connection ended before the answer; whether the request ran is not known',
    },
    remedy: { zh: '先查看是否已执行，再决定是否重试', en: 'Look whether it ran before asking again' },
  },
  NATIVE_CLOSED: {
    status: 503,
    text: { zh: '客户端已关闭，未发送', en: 'The client is closed; nothing was sent' },
    remedy: { zh: '重新连接后再发', en: 'Connect anew and say it again' },
  },
});

export type NativeErrorCode = keyof typeof protocolErrors;
