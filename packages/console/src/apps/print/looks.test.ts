import { describe, expect, it } from 'vitest';
import { JOB_STATES } from '../../../../../apps/print/contract/states.ts';
import { JOB_STATUSES, printerTone, printerWord } from './looks.ts';

describe('how states look', () => {
  it('knows every state that a job may be in', () => {
    expect(JOB_STATUSES.toSorted()).toEqual([...JOB_STATES].toSorted());
  });

  it('shows what only a client understands as something to look at, and silence as off', () => {
    expect(printerWord('Toner low')).toBeNull();
    expect(printerTone('Toner low')).toBe('waits');
    expect(printerTone(null)).toBe('off');
    expect(printerTone('paper-out')).toBe('bad');
    // A word that every object has is none of ours.
    expect(printerWord('constructor')).toBeNull();
  });
});
