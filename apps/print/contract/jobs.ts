import * as Type from 'typebox';
import { Time, MaybeTime, MaybeString, MaybeId, paging } from './fields.ts';
import { Order } from './orders.ts';
import { JOB_STATES } from './states.ts';

export const JobState = Type.Enum([...JOB_STATES]);

export const Job = Type.Object({
  id: Type.Integer(),
  order_id: MaybeId,
  printer_id: MaybeId,
  printer_name: MaybeString,
  job_type: Type.String(),
  status: JobState,
  copies: Type.Integer(),
  priority: Type.Integer(),
  created_at: Time,
  started_at: MaybeTime,
  completed_at: MaybeTime,
  error_message: MaybeString,
  retry_count: Type.Integer(),
  max_retries: Type.Integer(),
  /** The weakest evidence among its papers: `printed`, `consumed`, `seen`, `spooled`, `reported`, `received`. */
  evidence: MaybeString,
  /** The job that this one prints once more, and the count that its paper bears. */
  reprint_of: MaybeId,
  reprint: Type.Integer(),
});

/** One copy of a job, under the attempt that counts now. */
export const Paper = Type.Object({
  copy: Type.Integer(),
  attempt: Type.Integer(),
  status: JobState,
  evidence: MaybeString,
  error_message: MaybeString,
});

export const JobEvent = Type.Object({
  at: Time,
  copy: Type.Integer(),
  attempt: Type.Integer(),
  what: Type.String(),
  report: Type.Optional(Type.Unknown()),
});

export const JobDetail = Type.Object({
  ...Job.properties,
  content: Type.String(),
  papers: Type.Array(Paper),
  history: Type.Array(JobEvent),
});

export const ListJobs = Type.Object({
  ...paging,
  status: Type.Optional(Type.Enum([...JOB_STATES, 'pending'])),
  printer_id: Type.Optional(Type.Integer({ minimum: 1 })),
  order_id: Type.Optional(Type.Integer({ minimum: 1 })),
});

export const JobPage = Type.Object({
  items: Type.Array(Job),
  total: Type.Integer(),
  page: Type.Integer(),
  size: Type.Integer(),
});

/** A text, a receipt in markup, or a PNG, that belongs to no order. */
export const NewJob = Type.Object(
  {
    text: Type.Optional(Type.String({ minLength: 1, maxLength: 20_000 })),
    markup: Type.Optional(Type.String({ minLength: 1, maxLength: 20_000 })),
    image: Type.Optional(
      Type.String({ minLength: 16, maxLength: 190_000, pattern: '^iVBORw0KGgo[A-Za-z0-9+/]+={0,2}$' }),
    ),
    job_type: Type.Optional(Type.Union([Type.Literal('receipt'), Type.Literal('label')])),
    printer_id: Type.Optional(Type.Integer({ minimum: 1 })),
    copies: Type.Optional(Type.Integer({ minimum: 1, maximum: 10 })),
    priority: Type.Optional(Type.Integer({ minimum: 1, maximum: 10 })),
  },
  { additionalProperties: false },
);

export const ResolveJob = Type.Object(
  {
    /** What a person saw at the printer. */
    printed: Type.Boolean(),
    /** One copy; all that are uncertain when absent. */
    copy: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { additionalProperties: false },
);

export const ReprintJob = Type.Object(
  { printer_id: Type.Optional(Type.Integer({ minimum: 1 })) },
  { additionalProperties: false },
);

export const Stats = Type.Object({
  total_printers: Type.Integer(),
  active_printers: Type.Integer(),
  total_jobs: Type.Integer(),
  pending_jobs: Type.Integer(),
  printing_jobs: Type.Integer(),
  completed_jobs: Type.Integer(),
  failed_jobs: Type.Integer(),
  cancelled_jobs: Type.Integer(),
  completed_today: Type.Integer(),
  today_completed: Type.Integer(),
  today_failed: Type.Integer(),
});

export const Confirmed = Type.Object({ order: Order, jobs: Type.Array(Job) });

export type Confirmed = Type.Static<typeof Confirmed>;
export type NewJob = Type.Static<typeof NewJob>;
export type ResolveJob = Type.Static<typeof ResolveJob>;
export type ReprintJob = Type.Static<typeof ReprintJob>;
export type Stats = Type.Static<typeof Stats>;
export type Job = Type.Static<typeof Job>;
export type JobDetail = Type.Static<typeof JobDetail>;
export type JobPage = Type.Static<typeof JobPage>;
export type ListJobs = Type.Static<typeof ListJobs>;
