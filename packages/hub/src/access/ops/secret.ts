import type { Op } from '@posthouse/kernel';
import { tables } from '../tables.ts';

/** The value kept under the name; the one given becomes it if there is none yet. */
export const keepSecret: Op<{ name: string; value: string }, string> = {
  name: 'access.secret.keep',
  async run(tx, { name, value }) {
    const known = await tables(tx)
      .selectFrom('access_secret')
      .select('value')
      .where('name', '=', name)
      .executeTakeFirst();
    if (known) return known.value;
    await tables(tx).insertInto('access_secret').values({ name, value }).execute();
    return value;
  },
};
