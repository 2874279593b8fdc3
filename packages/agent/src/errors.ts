import { defineErrors } from '@posthouse/protocol';

/** What an agent refuses with: to its user at the start, to the hub in the report of a paper. */
export const agentErrors = defineErrors({
  AGENT_USAGE: {
    status: 400,
    text: { zh: '参数不正确', en: 'Wrong arguments' },
    remedy: {
      zh: '运行 posthouse agent --help 查看用法',
      en: 'Run posthouse agent --help to see what there is',
    },
  },
  AGENT_NOT_LET_IN: {
    status: 401,
    text: { zh: '中枢不接受这个代理', en: 'The hub does not let this agent in' },
    remedy: {
      zh: '检查 --hub 的地址、--token 的令牌，以及两边的版本是否相同',
      en: 'Check the address in --hub, the token in --token, and that both sides have the same version',
    },
  },
  AGENT_PAPER_UNREADABLE: {
    status: 422,
    text: { zh: '代理看不懂这张小票', en: 'The agent cannot read this paper' },
    remedy: { zh: '把代理更新到与中枢相同的版本', en: 'Update the agent to the version of the hub' },
  },
  AGENT_ATTEMPT_OPEN: {
    status: 409,
    text: {
      zh: '这张小票的上一次打印还没有结束，不能再打',
      en: 'The last attempt at this paper is not over here; it is not printed again',
    },
    remedy: { zh: '等它结束，结果会自动上报', en: 'Wait for its end, which is reported by itself' },
  },
  AGENT_ATTEMPT_PAST: {
    status: 409,
    text: {
      zh: '这张小票已有更新的一次打印，旧的不再打',
      en: 'A later attempt at this paper has come already; this one is not printed',
    },
    remedy: { zh: '看较新那一次的结果', en: 'Look at what became of the later one' },
  },
  AGENT_JOURNAL_STUCK: {
    status: 503,
    text: {
      zh: '代理的日志写不进去（磁盘已满或文件损坏），不领取新的小票，它们留在中枢等待',
      en: 'The journal of the agent cannot be written (full disk, damaged file): new papers are left with the hub',
    },
    remedy: {
      zh: '腾出磁盘空间；若 detail 为 damaged，停止代理、移走数据目录再启动，手上的小票会转为待人判定',
      en: 'Make room on the disk. Where detail says damaged: stop the agent, move its data folder away and start it; what it had in hand is then put to a person',
    },
  },
  AGENT_PRINTER_UNKNOWN: {
    status: 404,
    text: {
      zh: '中枢里没有这个编号的打印机，代理会继续询问',
      en: 'The hub has no printer of this number; the agent goes on asking',
    },
    remedy: {
      zh: '在中枢的打印机页查对编号：改正 --printer，或添加打印机（driver 为 agent）',
      en: "Look its number up among the hub's printers: correct --printer, or add the printer with the driver agent",
    },
  },
  AGENT_PRINTER_TAKEN: {
    status: 409,
    text: {
      zh: '这台打印机由另一个代理或中枢自己驱动，代理会继续询问',
      en: 'Another agent, or the hub itself, has this printer; this agent goes on asking',
    },
    remedy: {
      zh: '只留一个代理；或在中枢把打印机的 driver 改为 agent',
      en: 'Leave it to one agent, or set its driver to agent at the hub',
    },
  },
  AGENT_PRINTER_WITHHELD: {
    status: 403,
    text: {
      zh: '中枢不把这台打印机交给这个代理，代理会继续询问',
      en: 'The hub does not give this printer to this agent, which goes on asking',
    },
    remedy: {
      zh: '检查令牌是否允许这台打印机（权限 papers.hold）',
      en: 'Check that the token may have this printer (permission papers.hold)',
    },
  },
});
