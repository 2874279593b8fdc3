import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue';
import type { Endpoint, Sample } from './endpoints.ts';
import { fieldsOf, freshOf, typedAs, withField, type Field } from './fields.ts';
import { parsed } from './traffic.ts';

/** The name of the message that somebody writes themselves. */
export const OWN = '';

export interface MessageDraft {
  /** What clients may say there. */
  readonly samples: ComputedRef<readonly Sample[]>;
  /** Name of the sample that the draft began as. */
  readonly chosen: ShallowRef<string>;
  /** As it is written now. */
  readonly text: ShallowRef<string>;
  /** null: it is no form. */
  readonly fields: ComputedRef<readonly Field[] | null>;
  /** Key of what hinders it, or of what one should know. */
  readonly fault: ComputedRef<'fault' | 'faultText' | 'faultEvent' | null>;
  readonly mayGo: ComputedRef<boolean>;
  /** What is sent: JSON, else the text as it is. */
  readonly message: ComputedRef<unknown>;
  readonly choose: (name: string) => void;
  readonly reset: () => void;
  readonly set: (field: Field, text: string | boolean) => void;
}

/** The message that is being written for an endpoint: it begins as a sample and is said as it is changed. */
export function useMessage(endpoint: () => Endpoint | null, now: () => number): MessageDraft {
  const chosen = shallowRef(OWN);
  const text = shallowRef('');
  const samples = computed(() => endpoint()?.samples.filter(({ direction }) => direction === 'in') ?? []);
  const value = computed(() => parsed(text.value));
  const isEvents = computed(() => endpoint()?.transport === 'socketio');

  function write(message: unknown): void {
    text.value = typeof message === 'string' ? message : JSON.stringify(message, null, 2);
  }
  function reset(): void {
    const sample = samples.value.find(({ name }) => name === chosen.value)?.sample;
    if (sample !== undefined) write(freshOf(sample, now()));
    else write(isEvents.value ? { event: 'message', args: [] } : {});
  }
  watch(
    () => endpoint()?.name,
    () => {
      chosen.value = samples.value[0]?.name ?? OWN;
      reset();
    },
    { immediate: true },
  );

  const fault = computed(() => {
    if (isEvents.value) return isEvent(value.value) ? null : 'faultEvent';
    if (value.value !== undefined) return null;
    // What looks like JSON was meant as such.
    return /^\s*[[{]/.test(text.value) ? 'fault' : 'faultText';
  });
  return {
    samples,
    chosen,
    text,
    fields: computed(() => fieldsOf(value.value)),
    fault,
    mayGo: computed(() => fault.value === null || fault.value === 'faultText'),
    message: computed(() => value.value ?? text.value),
    choose(name) {
      chosen.value = name;
      reset();
    },
    reset,
    set: ({ path, value: before }, typed) =>
      write(withField(value.value, path, typeof typed === 'string' ? typedAs(before, typed) : typed)),
  };
}

function isEvent(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { event, args } = value as { event?: unknown; args?: unknown };
  return typeof event === 'string' && event !== '' && (args === undefined || Array.isArray(args));
}
