import { ElButton } from 'element-plus';
import { ElMessage } from 'element-plus/es/components/message/index.mjs';
import { h } from 'vue';
import { useI18n } from 'vue-i18n';
import { tell, tellError } from '../../../design/use-deed.ts';
import { useApi } from '../../../live/api.ts';
import { ApiError } from '../../../live/api-error.ts';
import type { Envelope, Keep } from '../answers.ts';

/** Long enough to read what was done and think better of it, milliseconds. */
const TOAST_MS = 10_000;

/** Keeping one of several copies, with the way back in the message that tells of it. */
export function useKeeps(task: () => number): {
  readonly keepOne: (
    question: number,
    target: { cluster_id: number } | { group_id: number },
  ) => Promise<void>;
  readonly keepAll: (what: 'exact' | 'clusters', rule: string) => Promise<void>;
  readonly undo: (id: number) => Promise<void>;
} {
  const { t } = useI18n();
  const api = useApi();
  const base = () => `/api/dedup/tasks/${task()}`;

  async function undo(id: number): Promise<void> {
    await api.post(`${base()}/keeps/${id}/undo`);
    tell(t('tasks.keep.undone'));
  }

  /** The toast is on its own: whoever left the page may still take it back. */
  function offerUndo({ id, state, deleted }: Keep): void {
    const text = state === 'running' ? t('tasks.keep.begun') : t('tasks.keep.kept', { n: deleted }, deleted);
    const take = async () => {
      toast.close();
      try {
        await undo(id);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        tellError(error);
      }
    };
    const toast = ElMessage({
      type: 'success',
      duration: TOAST_MS,
      showClose: true,
      message: h('span', { class: 'undo-toast' }, [
        text,
        h(ElButton, { size: 'small', onClick: () => void take() }, () => t('tasks.keep.undo')),
      ]),
    });
  }

  return {
    undo,
    async keepOne(question, target) {
      const { data } = await api.post<Envelope<Keep>>(`${base()}/keep`, { question_id: question, ...target });
      offerUndo(data);
    },
    async keepAll(what, rule) {
      const { data } = await api.post<Envelope<Keep>>(`${base()}/keep-all`, { what, rule });
      offerUndo(data);
    },
  };
}
