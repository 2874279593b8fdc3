import { expect, it, vi } from 'vitest';
import type { Api } from '../../../live/api.ts';
import { ApiError } from '../../../live/api-error.ts';
import { withFakeHub } from '../../../live/testing/fake-hub.ts';
import { useTemplateEditor } from './use-template-editor.ts';

const soon = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 5 });

/** The hub's side of the editor: keeps a template, and draws everything that has no `{{nobody}}`. */
function fakeHub() {
  let kept = { kind: 'order', template: 'as it came', own: false };
  const drawn: string[] = [];
  const api = {
    get: async () => ({ items: [kept] }),
    put: async (_path: string, { template }: { template: string }) =>
      (kept = { ...kept, template, own: true }),
    delete: async () => (kept = { ...kept, template: 'as it came', own: false }),
    async text(_path: string, { body }: { body: { template: string; paper_width: number } }) {
      if (body.template.includes('{{nobody}}')) {
        const faults = [{ line: 1, code: 'UNKNOWN_FIELD', name: 'nobody' }];
        throw new ApiError('PRINT_TEMPLATE_INVALID', 'no', { detail: { faults } });
      }
      drawn.push(`${body.template} ${body.paper_width}`);
      return `<svg>${body.template}</svg>`;
    },
  };
  return { drawn, api: api as unknown as Api };
}

it('draws what is written, names its faults beside the last good picture, and goes back', async () => {
  const { api, drawn } = fakeHub();
  const { used: editor, stop } = withFakeHub(
    () =>
      useTemplateEditor(
        () => 'order',
        () => 58,
      ),
    api,
  );
  await soon(() => expect(editor.svg.value).toBe('<svg>as it came</svg>'));
  expect(editor.changed.value).toBe(false);

  editor.draft.value = '{{nobody}}';
  await soon(() => expect(editor.faults.value).toHaveLength(1));
  expect(editor.svg.value).toBe('<svg>as it came</svg>');
  expect(editor.failure.value).toBeNull();

  editor.draft.value = 'mine';
  await soon(() => expect(editor.svg.value).toBe('<svg>mine</svg>'));
  expect(editor.faults.value).toEqual([]);
  await editor.save();
  expect([editor.changed.value, editor.stored.value?.own]).toEqual([false, true]);
  await editor.reset();
  expect(editor.draft.value).toBe('as it came');
  editor.draft.value = 'other';
  editor.undo();
  expect(editor.draft.value).toBe('as it came');
  expect(drawn[0]).toBe('as it came 58');
  stop();
});
