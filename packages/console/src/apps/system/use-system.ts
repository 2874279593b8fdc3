import { useRoom } from '../../live/rooms.ts';
import { shared } from '../../live/shared.ts';
import { useAnswer, type Answer } from '../../live/use-answer.ts';
import type { SystemReport } from './answers.ts';
import { vitalsRoom } from './charts/use-beats.ts';

const MINUTE = 60_000;

/**
 * The hub's report of itself, once for all pages. Disks fill and ports are taken without anybody saying so: it is asked
 * for again with the first beat of each minute, and when the hub comes back, which may be another one then.
 */
export const useSystem = shared((): Answer<SystemReport> => {
  const answer = useAnswer<SystemReport>('/api/system');
  let asked: number | null = null;
  useRoom(vitalsRoom, {
    message({ at }) {
      const minute = Math.floor(at / MINUTE);
      if (asked !== null && minute !== asked) answer.refresh();
      asked = minute;
    },
    resync: answer.refresh,
  });
  return answer;
});
