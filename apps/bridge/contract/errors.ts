import { defineErrors } from '@posthouse/protocol';

/** Every "no" of the bridge. */
export const bridgeErrors = defineErrors({
  BRIDGE_STATION_UNKNOWN: {
    status: 404,
    text: { zh: '打印机不存在', en: 'There is no such station' },
    remedy: {
      zh: '打开打印站页面并核对编号，或用 queue: true 让任务等它上线',
      en: 'Open the station page and compare its id, or let the job wait for it with queue: true',
    },
  },
  BRIDGE_DEMO_BUSY: {
    status: 409,
    text: {
      zh: '演示任务正在打印，暂时不能清除演示数据',
      en: 'A job of the demo is being printed; nothing was taken away',
    },
    remedy: { zh: '等它打完再试', en: 'Let it finish, and try again' },
  },
  BRIDGE_STATION_OFFLINE: {
    status: 409,
    text: { zh: '打印机离线', en: 'The station is offline; nothing was sent' },
    remedy: {
      zh: '打开打印站页面，或用 queue: true 让任务等它上线',
      en: 'Open the station page, or let the job wait for it with queue: true',
    },
  },
  BRIDGE_STATION_ID_INVALID: {
    status: 422,
    text: { zh: '打印站编号无效', en: 'The station id is invalid' },
    remedy: {
      zh: '编号为 1 到 128 个字符的文字，不含控制字符',
      en: 'An id is a text of 1 to 128 characters without control characters',
    },
  },
  BRIDGE_TOO_MANY_IDS: {
    status: 409,
    text: { zh: '一个连接登记的编号过多', en: 'One connection registers too many ids' },
    remedy: { zh: '每个连接最多 32 个编号', en: 'A connection has at most 32 ids' },
  },
  BRIDGE_TOO_MANY_STATIONS: {
    status: 503,
    text: { zh: '在线打印站过多', en: 'Too many stations are online' },
    remedy: { zh: '关闭不用的打印站页面', en: 'Close station pages that nobody needs' },
  },
  BRIDGE_STATION_FORBIDDEN: {
    status: 403,
    text: { zh: '此连接无权作为打印站', en: 'This connection may not be a print station' },
    remedy: {
      zh: '把所在网段写入 POSTHOUSE_BRIDGE_OPEN，或使用令牌连接',
      en: 'Add its network to POSTHOUSE_BRIDGE_OPEN, or connect with a token',
    },
  },
  BRIDGE_DATA_MISSING: {
    status: 422,
    text: { zh: '缺少打印数据', en: 'There is no print data' },
    remedy: { zh: '用 printData 或 name 给出要打印的内容', en: 'Give what to print as printData or name' },
  },
  BRIDGE_JOB_UNKNOWN: {
    status: 404,
    text: { zh: '没有这个打印任务', en: 'There is no such print job' },
    remedy: {
      zh: '检查编号；较早的任务到期会删除（docs/RETENTION.md）',
      en: 'Check its id; old jobs are deleted in time (docs/RETENTION.md)',
    },
  },
  BRIDGE_JOB_NOT_CANCELLABLE: {
    status: 409,
    text: { zh: '该任务无法取消', en: 'This job cannot be cancelled' },
    remedy: { zh: '只有还在等待的任务可以取消', en: 'Only a job that still waits can be cancelled' },
  },
  BRIDGE_JOB_NOT_UNCERTAIN: {
    status: 409,
    text: { zh: '该任务没有疑问', en: 'There is no question about this job' },
    remedy: { zh: '刷新任务即可看到结果', en: 'Look at the job again: its outcome is known' },
  },
  BRIDGE_JOB_UNCERTAIN: {
    status: 409,
    text: {
      zh: '这张可能没打出来——请看一眼打印机',
      en: "We can't tell whether this printed. Please look at the printer",
    },
    remedy: { zh: '看过之后用 resolve 说明是否已打出', en: 'Then say by resolve whether it printed' },
  },
  BRIDGE_JOB_EXPIRED: {
    status: 409,
    text: { zh: '等待打印站超时，没有打印', en: 'It waited too long for its station and was not printed' },
    remedy: { zh: '打开打印站页面后重新发送', en: 'Open the station page and send it again' },
  },
  BRIDGE_JOB_FAILED: {
    status: 502,
    text: { zh: '打印站报告打印失败', en: 'The station reported a failure' },
    remedy: { zh: '检查打印站的打印机后重新发送', en: 'Check the printer at the station and send it again' },
  },
  BRIDGE_PAGE_UNKNOWN: {
    status: 404,
    text: { zh: '没有这个文件', en: 'There is no such file' },
    remedy: { zh: '检查地址；打印站页面在 /station', en: 'Check the address; the station page is /station' },
  },
});
