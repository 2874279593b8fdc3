import { computed, shallowRef, type ComputedRef } from 'vue';
import { useApi } from '../../live/api.ts';
import { useRoom } from '../../live/rooms.ts';
import { isGone } from '../../live/shares.ts';

/** As much of a job as the guide looks at. */
interface SeenJob {
  readonly id: number;
  readonly status: string;
}

type Stage = 'over' | 'begin' | 'printing' | 'printed';

const STORED = 'posthouse.first-run';
const PRINTED = ['completed', 'unconfirmed'];

/** A receipt that shows what a receipt can be. */
const FIRST_ORDER = {
  items: [
    {
      name: '珍珠奶茶',
      quantity: 1,
      unit_price: 16,
      size: '大杯',
      temperature: '正常冰',
      sugar_level: '七分糖',
    },
    { name: '杨枝甘露', quantity: 2, unit_price: 19 },
  ],
  notes: '第一张小票',
};

/** The guide's life: it begins while nothing was ever printed and the virtual printer is there to print on. */
export function useFirstRun(): {
  stage: ComputedRef<Stage>;
  /** Number of the job whose paper is shown. */
  job: ComputedRef<number | null>;
  printFirst: () => Promise<void>;
  dismiss: () => void;
} {
  const api = useApi();
  const offered = shallowRef(false);
  const ordered = shallowRef<number | null>(null);
  // Looked at when the room is there, and again after a break: the first time the hub may not have answered.
  const { values, ready } = useRoom<SeenJob>(
    { name: 'print.jobs', key: 'print/jobs', id: ({ id }) => String(id), gone: isGone },
    { resync: () => void look() },
  );

  async function look(): Promise<void> {
    if (offered.value || localStorage.getItem(STORED) !== null) return;
    const status = await api
      .get<{ jobs: Record<string, number>; virtual_printer: object | null }>('/api/print/status')
      .catch(() => null);
    const none = Object.values(status?.jobs ?? { unknown: 1 }).every((count) => count === 0);
    offered.value = none && (status?.virtual_printer ?? null) !== null;
  }

  /** Also one that was ordered from a terminal, by the lines of the guide. */
  const job = computed(() => ordered.value ?? (ready.value ? firstOf(values.values()) : null));
  const stage = computed<Stage>(() => {
    if (!offered.value) return 'over';
    if (job.value === null) return 'begin';
    return PRINTED.includes(values.get(String(job.value))?.status ?? '') ? 'printed' : 'printing';
  });

  return {
    stage,
    job,
    async printFirst() {
      const order = await api.post<{ id: number }>('/api/print/orders', FIRST_ORDER);
      const { jobs } = await api.post<{ jobs: readonly SeenJob[] }>(`/api/print/orders/${order.id}/confirm`);
      ordered.value = jobs[0]?.id ?? null;
    },
    dismiss() {
      localStorage.setItem(STORED, 'seen');
      offered.value = false;
    },
  };
}

function firstOf(jobs: Iterable<SeenJob>): number | null {
  const ids = [...jobs].map(({ id }) => id);
  return ids.length === 0 ? null : Math.min(...ids);
}
