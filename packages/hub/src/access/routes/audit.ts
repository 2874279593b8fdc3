import type { Route } from '@posthouse/kernel';
import type { Static } from 'typebox';
import { AuditEntry, AuditQuery, pageOf } from '../contract.ts';
import { listAudit } from '../ops/audit.ts';
import { auditShape } from '../shapes.ts';
import { route } from './route.ts';

/** Who did what to what from where. */
export function auditRoutes(): readonly Route[] {
  return [
    route<unknown, Static<typeof AuditQuery>>({
      method: 'GET',
      path: '/api/audit',
      permission: 'access.audit.read',
      summary: { zh: '审计日志，最新在前', en: 'The audit log, newest first' },
      schema: { query: AuditQuery, response: { 200: pageOf(AuditEntry) } },
      async handle(call) {
        const { since, until, page = 1, size = 100, ...filter } = call.query;
        const found = await call.read(listAudit, {
          ...filter,
          page,
          size,
          ...(since !== undefined && { since: Date.parse(since) }),
          ...(until !== undefined && { until: Date.parse(until) }),
        });
        return { items: found.items.map(auditShape), total: found.total, page, size };
      },
    }),
  ];
}
