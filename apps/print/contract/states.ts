/** Order status codes and the names that receipts show; an unknown code is shown as it is. */
export const ORDER_STATUS_NAMES = {
  pending: '待确认',
  confirmed: '已确认',
  paid: '已支付',
  rejected: '已拒绝',
  completed: '已完成',
  refunded: '已退款',
  cancelled: '已取消',
  cancel_pending: '取消待审批',
} as const;

export type OrderStatus = keyof typeof ORDER_STATUS_NAMES;
export const ORDER_STATUSES = Object.keys(ORDER_STATUS_NAMES) as OrderStatus[];

/** What a job, and each of its papers, may be. */
export const JOB_STATES = [
  'waiting',
  'printing',
  'at_agent',
  'completed',
  'failed',
  'unconfirmed',
  'uncertain',
  'expired',
  'cancelled',
] as const;

export type JobState = (typeof JOB_STATES)[number];

/** States in which nothing more will happen by itself. */
export const ENDED_STATES = [
  'completed',
  'failed',
  'unconfirmed',
  'uncertain',
  'expired',
  'cancelled',
] as const satisfies readonly JobState[];

/** The five statuses that old pages and clients know. */
export const OLD_STATUSES = ['pending', 'printing', 'completed', 'failed', 'cancelled'] as const;
export type OldStatus = (typeof OLD_STATUSES)[number];

/** The names that the old pages show for a job's state. */
export const JOB_STATE_NAMES: Readonly<Record<JobState, string>> = {
  waiting: '等待打印',
  printing: '正在打印',
  at_agent: '正在打印',
  completed: '打印完成',
  failed: '打印失败',
  unconfirmed: '已发送，未确认',
  uncertain: '可能没打出来',
  expired: '已过期',
  cancelled: '已取消',
};

/** What a job prints: a receipt of an order, a ticket of it without prices, a text of somebody's, a test. */
export const JOB_TYPES = ['order', 'kitchen', 'receipt', 'label', 'test'] as const;
export type JobType = (typeof JOB_TYPES)[number];

/** What kind of proof a paper has, strongest first; `seen`: a person looked. */
export const EVIDENCE = ['printed', 'consumed', 'seen', 'spooled', 'reported', 'received'] as const;
export type Evidence = (typeof EVIDENCE)[number];
