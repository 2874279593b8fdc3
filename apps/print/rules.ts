import {
  refuse,
  type Effect,
  type Fact,
  type Id,
  type Item,
  type Key,
  type Ms,
  type Refusal,
} from '@posthouse/kernel';
import {
  ENDED_STATES,
  EVIDENCE,
  type Evidence,
  type JobState,
  type JobType,
  type OldStatus,
  type OrderStatus,
} from './contract/states.ts';

/** The mailbox of everything that is to become paper; one key per printer, and one for whoever comes. */
export const PAPERS = 'papers';
export const ANY: Key = 'print/any';
export const printerKey = (id: Id): Key => `print/printer/${id}`;
/** Where a paused printer's papers wait: nobody holds it. */
export const pausedKey = (id: Id): Key => `print/paused/${id}`;

/** The printer that a mailbox is of, going or paused; null: the shared one. */
export function printerOfKey(key: Key): Id | null {
  const found = /^print\/(?:printer|paused)\/([1-9]\d*)$/.exec(key)?.[1];
  return found === undefined ? null : Number(found);
}

/** What travels in the mailbox: one copy of one job, with all that its holder needs to print it. */
export interface PaperBody {
  readonly job: Id;
  readonly copy: number;
  readonly attempt: number;
  readonly copies: number;
  readonly priority: number;
  readonly type: JobType;
  /** Text as old clients print it. */
  readonly content: string;
  /** ReceiptLine markup for whoever writes bytes; absent: the text is printed. */
  readonly markup?: string;
  /** null: it belongs to no order. */
  readonly order: {
    readonly id: Id;
    readonly status: OrderStatus;
    readonly totalCents: number;
    readonly createdAt: Ms;
    readonly phone: string | null;
  } | null;
  readonly printer: {
    readonly id: Id | null;
    readonly name: string;
    readonly ip: string | null;
    readonly paperWidth: number;
    readonly type: string;
    readonly commandSet: 'escpos' | 'generic' | 'star';
  };
}

/** The poster's name for an item: (job, copy, attempt) is sent at most once. */
export const paperRef = (body: Pick<PaperBody, 'job' | 'copy' | 'attempt'>): string =>
  `${body.job}/${body.copy}/${body.attempt}`;

/** How long a holder tries to have the end of a paper written; then the mailbox's silence ends it unknown. */
export const REPORT_PATIENCE: Ms = 12_000;

/** What holders say of a paper. */
export interface PaperReport {
  readonly evidence?: Evidence;
  /** A print client's own word, when it came outside its lease. */
  readonly says?: 'printing' | 'completed' | 'failed';
  readonly message?: string;
  /** A driver's word for what went wrong: `connection-lost`, `paper-out`. */
  readonly reason?: string;
  /** What the printer says of itself now: `ready`, `paper-out`, `cover-open`, `offline`. */
  readonly state?: string;
  /** It failed before byte one: harmless, and no failure of the printer. */
  readonly before?: boolean;
  /** false: said by a connection that does not serve this paper's printer. */
  readonly owner?: boolean;
}

export interface PaperState {
  readonly status: JobState;
  readonly attempt: number;
  /** Refusals by the printer so far; a failure before byte one does not count. */
  readonly failures: number;
  readonly evidence: Evidence | null;
  readonly error: string | null;
}

export interface PaperEvent {
  readonly fact: Fact;
  readonly item: Pick<Item<PaperBody>, 'key' | 'body' | 'expires'>;
  /** Whether the peer that holds or held the key is known never to report. */
  readonly mute: boolean;
  readonly maxRetries: number;
  readonly retryDelay: Ms;
}

const LONGEST_RETRY_DELAY: Ms = 300_000;
/** The kernel's word for items that ended because the data came from a backup: nobody need have had them in hand. */
const RESTORED = 'restored';

/** How a paper's state follows its delivery. An event of an older attempt changes nothing. */
export function decidePaper(
  paper: PaperState,
  event: PaperEvent,
  now: Ms,
): { state: PaperState; effects: readonly Effect[] } {
  if (event.item.body.attempt !== paper.attempt) return unchanged(paper);
  const { fact } = event;
  switch (fact.is) {
    case 'started':
      return become(paper, 'printing');
    case 'taken':
      return become(paper, 'at_agent');
    case 'again':
      return become(paper, 'waiting');
    case 'over':
      return paperOver(paper, event, fact, now);
    case 'evidence':
      return lateTruth(paper, event, fact.report, now);
  }
}

function paperOver(
  paper: PaperState,
  event: PaperEvent,
  { how, report }: Extract<Fact, { is: 'over' }>,
  now: Ms,
) {
  const said = asReport(report);
  switch (how) {
    case 'done':
      return printed(paper, said.evidence ?? 'reported');
    case 'refused':
      return refused(paper, event, said, now);
    case 'unknown':
      if (said.reason === RESTORED) return become(paper, 'uncertain', 'PRINT_PAPER_RESTORED');
      return event.mute
        ? printed(paper, 'received')
        : become(paper, 'uncertain', said.message ?? 'PRINT_PAPER_UNCERTAIN');
    case 'expired':
      return become(paper, 'expired', 'PRINT_PAPER_EXPIRED');
    case 'revoked':
      return become(paper, 'cancelled');
  }
}

/** Truth that came after the paper was given up answers the question; anything else is only kept. */
function lateTruth(paper: PaperState, event: PaperEvent, report: unknown, now: Ms) {
  if (paper.status !== 'uncertain' && paper.status !== 'unconfirmed') return unchanged(paper);
  const stale = report as { how?: unknown; report?: unknown } | null;
  const said = asReport(stale?.how === undefined ? report : stale.report);
  if (said.owner === false) return unchanged(paper);
  if (stale?.how === 'done' || said.says === 'completed') {
    const evidence = said.evidence ?? 'reported';
    if (SENT.includes(evidence) && paper.status === 'unconfirmed') return unchanged(paper);
    return printed(paper, evidence);
  }
  if (stale?.how === 'refused' || said.says === 'failed') return refused(paper, event, said, now);
  return unchanged(paper);
}

/** What proves that a paper was sent, and says nothing of the printer: CUPS has it, or a peer that never reports. */
const SENT: readonly Evidence[] = ['spooled', 'received'];

function printed(paper: PaperState, evidence: Evidence) {
  const next = SENT.includes(evidence)
    ? become(paper, 'unconfirmed', 'PRINT_PAPER_UNCONFIRMED')
    : become(paper, 'completed');
  return { ...next, state: { ...next.state, evidence } };
}

/** The printer said no: nothing is on paper, so the next attempt may be posted, later each time. */
function refused(paper: PaperState, event: PaperEvent, said: PaperReport, now: Ms) {
  const failures = paper.failures + (said.before ? 0 : 1);
  const error = said.message ?? (said.before ? 'PRINT_PRINTER_UNREACHABLE' : 'PRINT_PAPER_REFUSED');
  if (failures > 0 && failures >= event.maxRetries) {
    return { state: { ...paper, failures, status: 'failed' as const, error }, effects: [] };
  }
  const attempt = paper.attempt + 1;
  const body = { ...event.item.body, attempt };
  const delay = Math.min(LONGEST_RETRY_DELAY, event.retryDelay * 2 ** Math.max(0, failures - 1));
  const post: Effect = {
    do: 'post',
    box: PAPERS,
    key: event.item.key,
    body,
    how: {
      ref: paperRef(body),
      lost: 'ask',
      priority: body.priority,
      notBefore: now + delay,
      ...(event.item.expires !== undefined && { expires: event.item.expires }),
    },
  };
  return { state: { ...paper, attempt, failures, status: 'waiting' as const, error }, effects: [post] };
}

function become(paper: PaperState, status: JobState, error: string | null = null) {
  return { state: { ...paper, status, error }, effects: [] as readonly Effect[] };
}

function unchanged(state: PaperState) {
  return { state, effects: [] as readonly Effect[] };
}

const LONGEST_MESSAGE = 300;

/** Reports come from other machines: what has no known form is not taken for anything. */
function asReport(report: unknown): PaperReport {
  if (typeof report !== 'object' || report === null) return {};
  const { evidence, message, reason, ...said } = report as Record<string, unknown>;
  const proof = evidence === 'sent' ? 'received' : EVIDENCE.find((known) => known === evidence);
  return {
    ...(said as PaperReport),
    ...(proof !== undefined && { evidence: proof }),
    ...(typeof message === 'string' && message !== '' && { message: message.slice(0, LONGEST_MESSAGE) }),
    ...(typeof reason === 'string' && { reason }),
  };
}

const WORST_FIRST: readonly JobState[] = [
  'printing',
  'at_agent',
  'waiting',
  'uncertain',
  'failed',
  'expired',
  'cancelled',
  'unconfirmed',
  'completed',
];

/** A job is what its papers are: moving while one moves, then the worst of their ends. */
export function foldJob(papers: readonly PaperState[]): {
  status: JobState;
  error: string | null;
  retryCount: number;
  evidence: Evidence | null;
} {
  const worst = papers.toSorted((a, b) => WORST_FIRST.indexOf(a.status) - WORST_FIRST.indexOf(b.status))[0];
  const proven = papers.flatMap((paper) => (paper.evidence ? [EVIDENCE.indexOf(paper.evidence)] : []));
  return {
    status: worst?.status ?? 'waiting',
    error: worst?.error ?? null,
    retryCount: Math.max(0, ...papers.map((paper) => paper.failures)),
    evidence: proven.length === papers.length ? (EVIDENCE[Math.max(...proven)] ?? null) : null,
  };
}

export function hasEnded(status: JobState): boolean {
  return (ENDED_STATES as readonly JobState[]).includes(status);
}

/** The old pages' and clients' word for a state. */
export function oldStatus(status: JobState): OldStatus {
  switch (status) {
    case 'waiting':
      return 'pending';
    case 'printing':
    case 'at_agent':
      return 'printing';
    case 'completed':
    case 'unconfirmed':
      return 'completed';
    case 'failed':
    case 'uncertain':
    case 'expired':
      return 'failed';
    case 'cancelled':
      return 'cancelled';
  }
}

/** Whether a person may have a paper printed again under the same job, or why not. */
export function retryable(papers: readonly Pick<PaperState, 'status'>[]): Refusal | null {
  if (papers.some(({ status }) => status === 'uncertain')) return refuse('PRINT_JOB_UNCERTAIN');
  return papers.some(({ status }) => mayRetry(status)) ? null : refuse('PRINT_JOB_NOT_RETRYABLE');
}

/** Failed and expired papers are known not to be on paper. */
export const mayRetry = (status: JobState): boolean => status === 'failed' || status === 'expired';
