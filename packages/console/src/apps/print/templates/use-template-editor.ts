import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue';
import { useApi } from '../../../live/api.ts';
import { ApiError } from '../../../live/api-error.ts';
import { faultsIn, type TemplateFault, type TemplateKind } from '../template-fields.ts';
import { useAnswer } from '../../../live/use-answer.ts';

/** A pause in typing after which the paper is drawn anew, milliseconds. */
const PAUSE = 350;

interface Template {
  readonly kind: TemplateKind;
  readonly template: string;
  readonly own: boolean;
}

export interface TemplateEditor {
  /** What is being written. */
  readonly draft: ShallowRef<string>;
  readonly stored: ComputedRef<Template | null>;
  readonly changed: ComputedRef<boolean>;
  /** The paper that a sample order comes out on; the last one that could be drawn. */
  readonly svg: ShallowRef<string | null>;
  readonly faults: ShallowRef<readonly TemplateFault[]>;
  /** Any other no. */
  readonly failure: ShallowRef<ApiError | null>;
  undo(): void;
  save(): Promise<void>;
  /** Goes back to the template that came with the app. */
  reset(): Promise<void>;
}

/** The templates, one of them being written and drawn while it is. */
export function useTemplateEditor(kind: () => TemplateKind, width: () => number): TemplateEditor {
  const api = useApi();
  const all = useAnswer<{ readonly items: readonly Template[] }>('/api/print/templates');
  const stored = computed(() => all.value.value?.items.find((one) => one.kind === kind()) ?? null);
  const draft = shallowRef('');
  const svg = shallowRef<string | null>(null);
  const faults = shallowRef<readonly TemplateFault[]>([]);
  const failure = shallowRef<ApiError | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let drawing: AbortController | undefined;

  function refused(error: unknown): void {
    if (!(error instanceof ApiError)) throw error;
    const found = faultsIn(error.detail);
    faults.value = found ?? [];
    failure.value = found === null ? error : null;
  }

  async function draw(): Promise<void> {
    drawing?.abort();
    const mine = (drawing = new AbortController());
    try {
      const body = { template: draft.value, paper_width: width() };
      const drawn = await api.text(`/api/print/templates/${kind()}/preview`, { signal: mine.signal, body });
      svg.value = drawn;
      faults.value = [];
      failure.value = null;
    } catch (error) {
      if (!mine.signal.aborted) refused(error);
    }
  }

  watch(stored, (now, before) => {
    // News of what somebody else saved must not overwrite what is being written here.
    if (now && (now.kind !== before?.kind || draft.value === before.template)) draft.value = now.template;
  });
  watch([draft, width, kind], ([text]) => {
    clearTimeout(timer);
    if (text !== '') timer = setTimeout(() => void draw(), svg.value === null ? 0 : PAUSE);
  });
  onScopeDispose(() => {
    clearTimeout(timer);
    drawing?.abort();
  });

  function keep(template: Template): void {
    draft.value = template.template;
    const items = all.value.value?.items ?? [];
    all.value.value = { items: items.map((one) => (one.kind === template.kind ? template : one)) };
  }

  return {
    draft,
    stored,
    changed: computed(() => stored.value !== null && stored.value.template !== draft.value),
    svg,
    faults,
    failure,
    undo: () => void (draft.value = stored.value?.template ?? ''),
    save: async () =>
      keep(await api.put<Template>(`/api/print/templates/${kind()}`, { template: draft.value })),
    reset: async () => keep(await api.delete<Template>(`/api/print/templates/${kind()}`)),
  };
}
