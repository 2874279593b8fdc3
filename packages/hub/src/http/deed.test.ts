import type { FastifyRequest } from 'fastify';
import { expect, it } from 'vitest';
import { deedOf } from './deed.ts';

const asked = (method: string, effects?: boolean) =>
  ({
    principal: { id: 'user/1', roles: ['owner'] },
    url: '/api/things/1?q=2',
    headers: {},
    caller: { address: '127.0.0.1' },
    routeOptions: {
      config: {
        owner: 'print',
        route: { method, path: '/api/things/:id', ...(effects !== undefined && { effects }) },
      },
    },
  }) as unknown as FastifyRequest;

it('takes down what changed something, whatever its method says', () => {
  expect(deedOf(asked('POST'), 200)).toMatchObject({ route: 'POST /api/things/:id', path: '/api/things/1' });
  expect(deedOf(asked('GET', true), 200)).not.toBeNull();
  expect(deedOf(asked('GET'), 200)).toBeNull();
  expect(deedOf(asked('POST', false), 200)).toBeNull();
  expect(deedOf(asked('POST'), 400)).toBeNull();
});
