import type { Id, Migration, Ms, Tx } from '@posthouse/kernel';
import { sql, type Kysely } from 'kysely';

/** What was made up, so that exactly that can be taken away. */
export interface DemoTable {
  app: string;
  kind: string;
  id: Id;
  made_at: Ms;
}

export const demoTable = (tx: Tx): Kysely<{ hub_demo: DemoTable }> => tx.db<{ hub_demo: DemoTable }>();

export const demoMigrations: readonly Migration[] = [
  {
    name: '1-demo',
    async up(db) {
      await sql`create table hub_demo (app text not null, kind text not null, id bigint not null,
        made_at bigint not null, primary key (app, kind, id))`.execute(db);
    },
  },
];
