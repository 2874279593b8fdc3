import type { JobDetail } from '@posthouse/print/contract';
import type { Ref } from 'vue';
import { useRoom } from '../../live/rooms.ts';
import { jobsRoom } from './rooms.ts';
import { useAnswer, type Answer } from '../../live/use-answer.ts';

/** The job of that number with its history, as it is now. */
export function useJob(id: Readonly<Ref<number | null>>): Answer<JobDetail> {
  const answer = useAnswer<JobDetail>(() => (id.value === null ? null : `/api/print/jobs/${id.value}`));
  useRoom(jobsRoom, {
    message: (news) => void (news.id === id.value && answer.refresh()),
    resync: answer.refresh,
  });
  return answer;
}
