import { describe, expect, it } from 'vitest';
import { JOB_STATES } from '../../../../../apps/print/contract/states.ts';
import { JOB_STATUSES, knownState, printerTone, printerWord } from './looks.ts';

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

  it('calls no direct printer ready that was never asked', () => {
    const fresh = { driver: 'direct', state: 'ready', confirms: null, command_set: 'escpos' } as const;
    expect(knownState(fresh)).toBeNull();
    expect(knownState({ ...fresh, state: 'unreachable' })).toBe('unreachable');
    expect(knownState({ ...fresh, confirms: 'process-id' })).toBe('ready');
    expect(knownState({ ...fresh, command_set: 'star' })).toBe('ready');
    expect(knownState({ ...fresh, driver: 'client' })).toBe('ready');
  });
});
