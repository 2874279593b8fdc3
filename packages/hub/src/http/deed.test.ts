import { refuse, reply } from '@posthouse/kernel';
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
  expect(deedOf(asked('POST'), null)).toMatchObject({ route: 'POST /api/things/:id', path: '/api/things/1' });
  expect(deedOf(asked('GET', true), {})).not.toBeNull();
  expect(deedOf(asked('GET'), null)).toBeNull();
  expect(deedOf(asked('POST', false), null)).toBeNull();
});

it('takes down what was done, not what was refused', () => {
  expect(deedOf(asked('POST'), reply({ status: 201 }))).not.toBeNull();
  expect(deedOf(asked('POST'), reply({ redirect: '/' }))).not.toBeNull();
  expect(deedOf(asked('POST'), refuse('HUB_NOT_FOUND'))).toBeNull();
  expect(deedOf(asked('POST'), reply({ status: 400 }))).toBeNull();
});
