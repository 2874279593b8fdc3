import { useRoom } from '../../live/rooms.ts';
import { useAnswer, type Answer } from '../../live/use-answer.ts';
import type { SystemReport } from './answers.ts';
import { vitalsRoom } from './charts/use-beats.ts';

/** The hub's report of itself, asked for again when the hub comes back: it may be another one then. */
export function useSystem(): Answer<SystemReport> {
  const answer = useAnswer<SystemReport>('/api/system');
  useRoom(vitalsRoom, { resync: answer.refresh });
  return answer;
}
