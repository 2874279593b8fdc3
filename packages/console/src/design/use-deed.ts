import { ElMessage } from 'element-plus/es/components/message/index.mjs';
import { shallowRef, type ShallowRef } from 'vue';
import { ApiError } from '../live/api-error.ts';

/** Says shortly that something was done. */
export function tell(text: string): void {
  ElMessage({ message: text, type: 'success', duration: 2_500, grouping: true });
}

/** Says what went wrong and what to do; stays longer, for it is read. */
export function tellError(error: ApiError): void {
  const message = error.remedy === null ? error.message : `${error.message} ${error.remedy}`;
  ElMessage({ message, type: 'error', duration: 8_000, showClose: true, grouping: true });
}

/**
 * A deed with its moment of work: `busy` while it runs, a second press meanwhile does nothing, a coded no is told.
 * Resolves to false when it was refused.
 */
export function useDeed(): {
  busy: ShallowRef<boolean>;
  run: (deed: () => Promise<unknown>) => Promise<boolean>;
} {
  const busy = shallowRef(false);
  return {
    busy,
    async run(deed) {
      if (busy.value) return false;
      busy.value = true;
      try {
        await deed();
        return true;
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        tellError(error);
        return false;
      } finally {
        busy.value = false;
      }
    },
  };
}
