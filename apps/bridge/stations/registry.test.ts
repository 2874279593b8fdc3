import { describe, expect, it } from 'vitest';
import { IDS_PER_SOCKET, Registry, type Socket } from './registry.ts';

const socket = (sid: string): Socket => ({ sid, ids: new Set() });

describe('the registry', () => {
  it('keeps an id with its last socket after that has gone', () => {
    const registry = new Registry();
    const a = socket('s1');
    expect(registry.register('A', a, 0)).toEqual({ cameOnline: true });
    expect(registry.leave(a, 5)).toEqual([{ clientId: 'A', wentOffline: true }]);
    expect(registry.find('A')).toEqual({ clientId: 'A', sockets: [], socketId: 's1', since: 5 });
    expect(registry.newest('A')).toBeUndefined();
  });

  it('prints on the newest socket of an id, and falls back to the one before', () => {
    const registry = new Registry();
    const [first, second] = [socket('s1'), socket('s2')];
    registry.register('123', first, 0);
    expect(registry.register('123', second, 0)).toEqual({ cameOnline: false });
    expect(registry.newest('123')).toBe(second);
    expect(registry.leave(second, 5)).toEqual([{ clientId: '123', wentOffline: false }]);
    expect(registry.newest('123')).toBe(first);
    expect(registry.find('123')?.socketId).toBe('s1');
  });

  it('makes a socket that registers again the newest, once', () => {
    const registry = new Registry();
    const [first, second] = [socket('s1'), socket('s2')];
    for (const one of [first, second, first]) registry.register('A', one, 0);
    expect(registry.find('A')?.sockets).toEqual([second, first]);
  });

  it('lets every id of a socket go with it', () => {
    const registry = new Registry();
    const a = socket('s1');
    registry.register('A', a, 0);
    registry.register('B', a, 0);
    expect(registry.leave(a, 5).map(({ clientId }) => clientId)).toEqual(['A', 'B']);
  });

  it('lists integers first and ascending, then the rest as they came', () => {
    const registry = new Registry();
    for (const id of ['z', '10', '007', '9', '4294967295', '__proto__', '-1'])
      registry.register(id, socket(id), 0);
    expect(registry.list().map(({ clientId }) => clientId)).toEqual([
      '9',
      '10',
      'z',
      '007',
      '4294967295',
      '__proto__',
      '-1',
    ]);
  });

  it('bounds the ids of one socket, but lets it say one of them again', () => {
    const registry = new Registry();
    const a = socket('s1');
    for (let index = 0; index < IDS_PER_SOCKET; index++) registry.register(`A${index}`, a, 0);
    expect(registry.register('one more', a, 0)).toBeNull();
    expect(registry.register('A0', a, 0)).toEqual({ cameOnline: false });
  });

  it('forgets the ids that are away for longest when it is full, never one that is there', () => {
    const registry = new Registry(2);
    const [a, b, c] = [socket('a'), socket('b'), socket('c')];
    registry.register('A', a, 0);
    registry.register('B', b, 0);
    expect(registry.register('C', c, 0)).toBeNull();
    expect(c.ids.size).toBe(0);
    registry.leave(a, 5);
    expect(registry.register('C', c, 0)).toEqual({ cameOnline: true });
    expect(registry.list().map(({ clientId }) => clientId)).toEqual(['B', 'C']);
  });
});
