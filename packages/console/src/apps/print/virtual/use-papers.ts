import type { VirtualPrinterState } from '@posthouse/print/contract';
import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue';
import { useRoom } from '../../../live/rooms.ts';
import { jobsRoom, presenceRoom } from '../rooms.ts';
import { useAnswer } from '../../../live/use-answer.ts';
import type { Page } from '../../../live/use-live-list.ts';
import type { ApiError } from '../../../live/api-error.ts';

export interface VirtualPaper {
  readonly id: number;
  readonly at: string;
  readonly text: string;
  /** It came out while we looked. */
  readonly fresh: boolean;
}

/** The virtual printer and its papers, newest first, as they come out. */
export function usePapers(): {
  readonly printer: ShallowRef<VirtualPrinterState | null>;
  /** With code PRINT_NO_VIRTUAL when there is none. */
  readonly failure: ShallowRef<ApiError | null>;
  readonly papers: ComputedRef<readonly VirtualPaper[]>;
} {
  const printer = useAnswer<VirtualPrinterState>('/api/print/virtual');
  const papers = useAnswer<Page<Omit<VirtualPaper, 'fresh'>>>('/api/print/papers');
  /** Newest paper that was there when the page was opened. */
  const known = shallowRef<number | null>(null);
  watch(papers.value, (page) => (known.value ??= page?.items[0]?.id ?? 0));
  function refresh(): void {
    printer.refresh();
    papers.refresh();
  }
  const ears = { message: refresh, resync: refresh };
  useRoom(presenceRoom, ears);
  // A paper of ours is news before the next look at what is live.
  useRoom(jobsRoom, ears);
  return {
    printer: printer.value,
    failure: printer.failure,
    papers: computed(() =>
      (papers.value.value?.items ?? []).map((paper) => ({
        ...paper,
        fresh: paper.id > (known.value ?? Infinity),
      })),
    ),
  };
}
