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
});
