import { defineErrors } from '@posthouse/protocol';

/** Codes of the live half: connections, messages, rooms. */
export const liveErrors = defineErrors({
  KERNEL_TOO_MANY_CONNECTIONS: {
    status: 503,
    text: { zh: '连接数已达上限', en: 'The hub has as many connections as it takes' },
    remedy: { zh: '稍后再连，或调高连接上限', en: 'Connect later, or raise the connection limit' },
  },
  KERNEL_TOO_MANY_FROM_ADDRESS: {
    status: 429,
    text: { zh: '来自该地址的连接过多', en: 'Too many connections from this address' },
    remedy: {
      zh: '关闭多余的连接，或调高单地址上限',
      en: 'Close some of them, or raise the limit per address',
    },
  },
  KERNEL_ADDRESS_PACED: {
    status: 429,
    text: {
      zh: '来自该地址的连接刚因滥用被断开，新连接须稍等',
      en: 'Connections from this address were just cut for abuse; new ones have to wait',
    },
    remedy: { zh: '数秒后再连', en: 'Connect again some seconds later' },
  },
  KERNEL_EVICTED: {
    status: 503,
    text: { zh: '连接数已满，最早的连接被断开', en: 'The hub was full and closed its oldest connection' },
    remedy: {
      zh: '稍后重连；关闭不用的连接',
      en: 'Connect again later; close connections that nobody needs',
    },
  },
  KERNEL_DRAINING: {
    status: 503,
    text: { zh: '服务正在重启，请稍后重连', en: 'The hub is restarting; come back shortly' },
    remedy: { zh: '按提示的时间重连', en: 'Connect again after the time that was said' },
  },
  KERNEL_UNAUTHENTICATED: {
    status: 401,
    text: { zh: '未在规定时间内表明身份', en: 'The connection did not say who it is in time' },
    remedy: { zh: '连接后立即发送凭证', en: 'Send the credentials right after connecting' },
  },
  KERNEL_FORBIDDEN: {
    status: 403,
    text: { zh: '没有权限', en: 'Not permitted' },
    remedy: {
      zh: '换用角色具有该权限的令牌或账号',
      en: 'Use a token or an account whose role has the permission',
    },
  },
  KERNEL_TOO_FAST: {
    status: 429,
    text: { zh: '消息过于频繁，未处理', en: 'Messages come too fast; this one was not handled' },
    remedy: { zh: '降低发送频率', en: 'Send less often' },
  },
  KERNEL_TOO_DEEP: {
    status: 400,
    text: { zh: 'JSON 嵌套过深，未处理', en: 'The JSON is nested too deeply; it was not handled' },
    remedy: {
      zh: '把内容展平；最多几层见 detail.levels',
      en: 'Make it flatter: detail.levels says how many levels are read',
    },
  },
  KERNEL_TOO_LARGE: {
    status: 413,
    text: { zh: '消息过大，连接已断开', en: 'A message was too large; the connection was closed' },
    remedy: { zh: '把消息拆小', en: 'Send smaller messages' },
  },
  KERNEL_BAD_FRAME: {
    status: 400,
    text: {
      zh: '数据不符合传输协议，连接已断开',
      en: 'What came broke the rules of its transport; the connection was closed',
    },
    remedy: {
      zh: '使用标准的 WebSocket 或 Socket.IO 库，并检查中间的代理',
      en: 'Use a standard WebSocket or Socket.IO library, and check proxies in between',
    },
  },
  KERNEL_BAD_TEXT: {
    status: 400,
    text: {
      zh: '文本不是有效的 UTF-8 或数据包，连接已断开',
      en: 'Text was no UTF-8 or no packet; the connection was closed',
    },
    remedy: { zh: '以 UTF-8 发送文本', en: 'Send text as UTF-8, in whole packets' },
  },
  KERNEL_TOO_MANY_ROOMS: {
    status: 429,
    text: { zh: '加入的房间过多', en: 'This connection is in too many rooms' },
    remedy: { zh: '先离开不用的房间', en: 'Leave the rooms that are not needed' },
  },
  KERNEL_SLOW_READER: {
    status: 503,
    text: { zh: '接收过慢，连接已断开，可从断点续传', en: 'Read too slowly and was cut; it may resume' },
    remedy: { zh: '重连；加快读取，或少订阅一些', en: 'Connect again; read faster, or subscribe to less' },
  },
  KERNEL_SEND_OVERFLOW: {
    status: 503,
    text: { zh: '待发送数据超出上限，连接已断开', en: 'More was queued for this connection than it takes' },
    remedy: {
      zh: '重连；加快读取，或一次少要一些',
      en: 'Connect again; read faster, or ask for less at once',
    },
  },
  KERNEL_DEAD_LINK: {
    status: 408,
    text: { zh: '心跳超时，连接已断开', en: 'No heartbeat came back; the connection was closed' },
    remedy: { zh: '检查网络后重连', en: 'Check the network and connect again' },
  },
});
