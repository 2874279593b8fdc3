import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue';
import { useApi } from '../live/api.ts';
import { ApiError } from '../live/api-error.ts';

export interface PictureSource {
  readonly src?: string | undefined;
  readonly svg?: string | undefined;
  readonly version?: string | number | undefined;
}

/**
 * An SVG of the hub as an address that `<img>` can show. It is fetched with the caller's credentials, and shown as an
 * image, never as markup of the page: a picture may hold what a customer wrote.
 */
export function usePicture(source: () => PictureSource): {
  url: ShallowRef<string | null>;
  failed: ShallowRef<boolean>;
} {
  const api = useApi();
  const url = shallowRef<string | null>(null);
  const failed = shallowRef(false);
  let asked: AbortController | undefined;

  const show = (svg: string | null) => {
    if (url.value !== null) URL.revokeObjectURL(url.value);
    url.value = svg === null ? null : URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  };

  watch(
    () => [source().src, source().svg, source().version] as const,
    async ([src, svg], before) => {
      asked?.abort();
      failed.value = false;
      if (svg !== undefined) return show(svg);
      if (src === undefined) return show(null);
      if (before?.[0] !== src) show(null);
      const mine = (asked = new AbortController());
      try {
        show(await api.text(src, { signal: mine.signal }));
      } catch (error) {
        if (mine.signal.aborted) return;
        if (!(error instanceof ApiError)) throw error;
        failed.value = true;
      }
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    asked?.abort();
    show(null);
  });
  return { url, failed };
}
