import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';
import { readWish } from './new-task.ts';

const DEFAULTS = { threshold: 0.8, method: 'question', filters: {} };

describe('a configuration', () => {
  it.each([null, undefined, {}, { similarity_threshold: null }, { colour: 'red', batch: { size: 5 } }])(
    'of %j is the defaults',
    (config) => expect(readConfig(config)).toEqual(DEFAULTS),
  );

  it.each([0, 0.05, 0.8, 1])('may have the threshold %d (fault 6)', (threshold) => {
    expect(readConfig({ similarity_threshold: threshold })).toEqual({ ...DEFAULTS, threshold });
  });

  it.each([
    ['similarity_threshold', { similarity_threshold: '0.9' }],
    ['similarity_threshold', { similarity_threshold: 1.01 }],
    ['similarity_threshold', { similarity_threshold: -0.1 }],
    ['method', { method: 'guess' }],
    ['config', 'fast'],
    ['config', [0.8]],
    ['config', { note: 'x'.repeat(20_000) }],
    ['filters', { filters: ['1'] }],
    ['filters.type', { filters: { type: { is: 1 } } }],
    ['filters.subject_id', { filters: { subject_id: 'maths' } }],
    ['filters.chapter_id', { filters: { chapter_id: [1, 2.5] } }],
    ['filters.channel_code', { filters: { channel_code: 'x'.repeat(51) } }],
    ['filters.type', { filters: { type: ['1', 'a\0'] } }],
    ['filters.type', { filters: { type: Array.from({ length: 101 }, () => '1') } }],
  ])('is refused at %s: %j', (at, config) => {
    expect(readConfig(config)).toMatchObject({ refuse: 'TASKS_CONFIG', detail: { at } });
  });

  it('reads filters as single values or lists, numbers also as text', () => {
    const filters = { type: 1, subject_id: ['7', 8], channel_code: 'zxx', chapter_id: '' };
    expect(readConfig({ filters })).toMatchObject({
      filters: { type: ['1'], subject_id: [7, 8], channel_code: ['zxx'] },
    });
  });
});

describe('a new task', () => {
  it('needs nothing, and nulls are nothing (fault 17)', () => {
    const plain = { name: null, analysis: 'full', config: null, settings: DEFAULTS };
    expect(readWish({})).toEqual(plain);
    expect(readWish({ task_name: null, analysis_type: null, config: null })).toEqual(plain);
    expect(readWish({ task_name: '  ' })).toEqual(plain);
  });

  it.each(['deep', 7, ''])('is not of the type %j', (analysis_type) => {
    expect(readWish({ analysis_type })).toEqual({ refuse: 'TASKS_ANALYSIS_TYPE' });
  });

  it('heeds filters only when it is custom', () => {
    const config = { filters: { type: '1' } };
    expect(readWish({ config })).toMatchObject({ settings: { filters: {} } });
    expect(readWish({ config, analysis_type: 'custom' })).toMatchObject({
      settings: { filters: { type: ['1'] } },
    });
  });
});
