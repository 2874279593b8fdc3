import { defineErrors } from '@posthouse/protocol';
import { liveErrors } from './live/errors.ts';

/** Codes that the kernel itself refuses with. */
export const kernelErrors = defineErrors({
  KERNEL_MAILBOX_FULL: {
    status: 503,
    text: { zh: '队列已满，未接收', en: 'The queue is full; nothing was accepted' },
    remedy: {
      zh: '等积压处理完，或清空该队列后重试',
      en: 'Wait until the backlog is worked off, or clear it, and try again',
    },
  },
  KERNEL_REF_TAKEN: {
    status: 409,
    text: { zh: '同名的一件还没有结束', en: 'An item of this name is not over yet' },
    remedy: { zh: '等它结束，或撤回它', en: 'Wait until it is over, or take it back' },
  },
  KERNEL_KEY_REUSED: {
    status: 409,
    text: { zh: '同一个幂等键用于了不同的内容', en: 'This idempotency key was used with another content' },
    remedy: { zh: '新的请求请用新的 Idempotency-Key', en: 'Use a new Idempotency-Key for a new request' },
  },
  KERNEL_STORE_UNAVAILABLE: {
    status: 503,
    text: { zh: '暂时无法写入存储，未接收', en: 'The store cannot write now; nothing was accepted' },
    remedy: {
      zh: '运行 posthouse doctor，它检查磁盘空间、权限与数据文件；然后重试',
      en: 'Run posthouse doctor: it checks disk space, permissions and the data file. Then try again',
    },
  },
  KERNEL_WORK_FULL: {
    status: 503,
    text: { zh: '此类后台工作过多，未接收', en: 'Too many works of this kind; nothing was accepted' },
    remedy: {
      zh: '等一部分完成，或取消不再需要的，然后重试',
      en: 'Wait until some are done, or cancel those nobody needs, and try again',
    },
  },
  KERNEL_WORK_SUPERSEDED: {
    status: 409,
    text: { zh: '这项工作已暂停、取消或由别处接手', en: 'This work was paused, cancelled or taken over' },
    remedy: {
      zh: '接手者会继续；若已暂停，恢复它即可',
      en: 'Whoever took it over goes on; resume it if it was paused',
    },
  },
  KERNEL_WORK_CRASHED: {
    status: 500,
    text: {
      zh: '后台工作多次在同一处意外中断',
      en: 'The work broke off several times at the same place',
    },
    remedy: {
      zh: '查看服务日志；若是内存不足，增大 POSTHOUSE_WORKER_MEMORY 后重新开始',
      en: 'See the server log; if memory ran out, raise POSTHOUSE_WORKER_MEMORY and start it again',
    },
  },
  KERNEL_UNKNOWN_OP: {
    status: 500,
    text: { zh: '内部错误：未登记的操作', en: 'Internal error: an operation that is not registered' },
    remedy: { zh: '请附上服务日志报告此问题', en: 'Report this with the server log' },
  },
  KERNEL_INTERNAL: {
    status: 500,
    text: { zh: '内部错误', en: 'Internal error' },
    remedy: { zh: '请查看服务日志', en: 'See the server log' },
  },
  ...liveErrors,
});
