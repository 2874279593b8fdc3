import { computed, type ComputedRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { whole } from './query.ts';

/** The address bar as the page's state, so that any view can be sent to a colleague. */
export function useAddress(): {
  /** Number of what the side panel shows. */
  readonly open: ComputedRef<number | null>;
  /** Opens the panel, or closes it with null; the browser's Back does the opposite. */
  show(id: number | string | null): void;
  /** Another filter; the browser's Back is the one before. */
  narrow(query: Record<string, string>): void;
} {
  const route = useRoute();
  const router = useRouter();
  return {
    open: computed(() => whole(route.query['open'])),
    show(id) {
      const { open: _before, ...rest } = route.query;
      void router.push({ query: id === null ? rest : { ...rest, open: String(id) } });
    },
    narrow: (query) => void router.push({ query }),
  };
}
