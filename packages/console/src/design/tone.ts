/**
 * What a colour says; nothing else is coloured. `good` confirmed, `moving` under way, `waits` needs a look or a turn,
 * `bad` failed, `asks` a person must decide, `off` switched off or over.
 */
export type Tone = 'good' | 'moving' | 'waits' | 'bad' | 'asks' | 'off';

/** Worst first. */
export const TONES: readonly Tone[] = ['bad', 'asks', 'waits', 'moving', 'good', 'off'];

/** The worst of several; `off` when there is none. */
export function worstTone(tones: readonly Tone[]): Tone {
  return TONES.find((tone) => tones.includes(tone)) ?? 'off';
}
