import { expect, it } from 'vitest';
import { sentencesOf } from '../../../words/sentences.ts';
import { en } from '../words/en.ts';
import { DEEDS, deedOf } from './deeds.ts';

it('has words for every deed that it knows, and lets a route speak for itself', () => {
  expect([...sentencesOf(en.audit.deeds).keys()].sort()).toEqual([...DEEDS].sort());
  expect(deedOf('create_key')).toBe('create_key');
  expect(deedOf('POST /api/print/jobs')).toBeNull();
});
