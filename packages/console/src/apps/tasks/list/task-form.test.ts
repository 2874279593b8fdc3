import { expect, it } from 'vitest';
import { bodyOf, emptyTask, thresholdWord } from './task-form.ts';

it('asks for everything, by what a pupil reads, unless told otherwise', () => {
  expect(bodyOf(emptyTask())).toEqual({
    analysis_type: 'full',
    config: { similarity_threshold: 0.8, method: 'question' },
  });
});

it('names the filters of a custom task, and of no other', () => {
  const form = { ...emptyTask(), name: ' 语文 ', type: '1', subject: '7', channel: '' };
  expect(bodyOf({ ...form, analysis: 'custom' })).toMatchObject({
    task_name: '语文',
    config: { filters: { type: '1', subject_id: 7 } },
  });
  expect(bodyOf(form)).not.toHaveProperty('config.filters');
});

it('says what a threshold finds', () => {
  expect([1, 0.95, 0.8, 0.6].map(thresholdWord)).toEqual(['same', 'strict', 'usual', 'loose']);
});
