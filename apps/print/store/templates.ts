import { refuse, type Op, type Refusal, type Tx } from '@posthouse/kernel';
import {
  checkTemplate,
  DEFAULT_TEMPLATES,
  fillTemplate,
  SAMPLE_DATA,
  TEMPLATE_KINDS,
  type TemplateData,
  type TemplateKind,
} from '@posthouse/printing';
import type { Template } from '../contract.ts';
import type { JobType } from '../contract/states.ts';
import { picturesFit } from '../receipt/printable.ts';
import { tables } from './tables.ts';

const list: Op<null, Template[]> = {
  name: 'print.template.list',
  async run(tx) {
    const own = await tables(tx).selectFrom('print_template').selectAll().execute();
    return TEMPLATE_KINDS.map((kind) => {
      const template = own.find((row) => row.kind === kind)?.template;
      return { kind, template: template ?? DEFAULT_TEMPLATES[kind], own: template !== undefined };
    });
  },
};

/** Replaces a kind's template; null goes back to the one that comes with the app. */
const set: Op<{ kind: TemplateKind; template: string | null }, Template | Refusal> = {
  name: 'print.template.set',
  async run(tx, { kind, template }) {
    if (template === null) {
      await tables(tx).deleteFrom('print_template').where('kind', '=', kind).execute();
      return { kind, template: DEFAULT_TEMPLATES[kind], own: false };
    }
    const faults = checkTemplate(kind, template);
    if (faults.length > 0) return refuse('PRINT_TEMPLATE_INVALID', { faults });
    if (!picturesFit(fillTemplate(kind, template, SAMPLE_DATA))) return refuse('PRINT_JOB_UNPRINTABLE');
    await tables(tx)
      .insertInto('print_template')
      .values({ kind, template })
      .onConflict((conflict) => conflict.column('kind').doUpdateSet({ template }))
      .execute();
    return { kind, template, own: true };
  },
};

export const templateOps = { list, set };

/** The template that a kind of ticket is printed with now. */
export async function templateOf(tx: Tx, kind: TemplateKind): Promise<string> {
  const own = await tables(tx)
    .selectFrom('print_template')
    .select('template')
    .where('kind', '=', kind)
    .executeTakeFirst();
  return own?.template ?? DEFAULT_TEMPLATES[kind];
}

/** What a job's markup has become: a template with the job's data, or markup as it was given. */
export interface Markup {
  readonly markup: string | null;
  readonly print_data: string | null;
  readonly job_type: JobType;
  readonly copies: number;
  readonly reprint: number;
}

/** The markup of one copy; null: the job prints its text. A template that an older release accepted may have faults
 *  now: then the text is printed too, because an order must. */
export function markupOf(job: Markup, copy: number): string | null {
  if (job.markup === null || job.print_data === null) return job.markup;
  const kind = TEMPLATE_KINDS.find((known) => known === job.job_type);
  if (kind === undefined || checkTemplate(kind, job.markup).length > 0) return null;
  const data = JSON.parse(job.print_data) as TemplateData;
  return fillTemplate(kind, job.markup, { ...data, copy, copies: job.copies, reprint: job.reprint });
}
