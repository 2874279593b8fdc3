import { afterEach, expect, it } from 'vitest';
import { encodeReceipt, type Receipt } from '../receipt/encode.ts';
import { receiptPng, receiptSvg } from '../receipt/preview.ts';
import { DEFAULT_TEMPLATES } from '../template/defaults.ts';
import { previewTemplate } from '../template/preview.ts';
import { GOLDEN } from '../testing/golden.ts';
import { renderSheets } from '../virtual/render.ts';
import type { RenderRefused } from './render-refused.ts';
import { createRenderer, type Renderer, type RendererOptions } from './renderer.ts';

const STUCK = new URL('../testing/stuck-worker.ts', import.meta.url);
const golden: Receipt = { content: { text: GOLDEN } };
const hang: Receipt = { content: { text: 'hang' } };

let renderer: Renderer | undefined;
afterEach(() => renderer?.close());
const open = (options?: RendererOptions) => (renderer = createRenderer(options));

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'rendered',
    (error: unknown) => (error as RenderRefused).code,
  );

it('gives what the engine gives on this thread', async () => {
  const setter = open({ threads: 2 });
  const view = { kind: 'receipt', template: DEFAULT_TEMPLATES.receipt, paperWidthMm: 58 } as const;
  const [bytes, picture, sample] = await Promise.all([
    setter.encode(golden),
    setter.svg(golden),
    setter.preview(view),
  ]);
  expect(Buffer.from(bytes)).toEqual(Buffer.from(encodeReceipt(golden)));
  expect(picture).toBe(receiptSvg(golden));
  expect(sample).toEqual({ svg: previewTemplate(view.kind, view.template, { paperWidthMm: 58 }) });
  const [png, other] = await Promise.all([setter.png(golden), setter.png({ ...golden, paperWidthMm: 58 })]);
  expect(Buffer.from(png)).toEqual(Buffer.from(receiptPng(golden)));
  expect(Buffer.from(other)).not.toEqual(Buffer.from(png));
  const [sheet] = renderSheets(bytes, 80);
  expect(Buffer.from(await setter.drawPng({ sheet: sheet!, widthMm: 80 }))).toEqual(Buffer.from(png));
  expect(await setter.draw({ sheet: sheet!, widthMm: 80 })).toBe(picture);
  expect(await setter.preview({ ...view, template: '{{nobody}}' })).toMatchObject({
    faults: [{ code: 'UNKNOWN_FIELD', name: 'nobody' }],
  });
});

it('lets the event loop of its caller turn meanwhile', async () => {
  const setter = open();
  await setter.encode(golden);
  const order: string[] = [];
  const long = setter
    .encode({ content: { text: `${GOLDEN}\n`.repeat(100) } })
    .then(() => order.push('paper'));
  await new Promise<void>((resolve) => {
    setImmediate(resolve);
  });
  order.push('turn');
  await long;
  expect(order).toEqual(['turn', 'paper']);
});

it('refuses what the engine cannot read, and goes on', async () => {
  const setter = open();
  const broken = { content: { markup: `{image:iVBORw0KGgo${'A'.repeat(80)}}` } };
  expect(await codeOf(setter.encode(broken))).toBe('RENDER_FAILED');
  expect(await codeOf(setter.encode({ content: { text: (() => '') as unknown as string } }))).toBe(
    'RENDER_FAILED',
  );
  expect(await codeOf(setter.encode(golden))).toBe('rendered');
});

it('ends the worker of a task that is stuck, and renders what waited on another', async () => {
  const setter = open({ longest: 5_000, module: STUCK });
  const both = [codeOf(setter.encode(hang)), codeOf(setter.encode(golden))];
  expect(await Promise.all(both)).toEqual(['RENDER_TOO_LONG', 'rendered']);
});

it('renders beside a task that is stuck when it has two workers', async () => {
  const setter = open({ threads: 2, module: STUCK });
  const stuck = codeOf(setter.encode(hang));
  expect(await codeOf(setter.encode(golden))).toBe('rendered');
  await setter.close();
  expect(await stuck).toBe('RENDER_CLOSED');
});

it('refuses what goes over its bound, and all that waits when it closes', async () => {
  const setter = open({ bound: 2, module: STUCK });
  const taken = [hang, golden, golden].map((receipt) => codeOf(setter.encode(receipt)));
  expect(await codeOf(setter.encode(golden))).toBe('RENDER_BUSY');
  await setter.close();
  expect(await Promise.all(taken)).toEqual(['RENDER_CLOSED', 'RENDER_CLOSED', 'RENDER_CLOSED']);
  expect(await codeOf(setter.encode(golden))).toBe('RENDER_CLOSED');
});

it('refuses each task when its worker cannot start', async () => {
  const setter = open({ module: new URL('./nothing-here.ts', import.meta.url) });
  expect(await Promise.all([golden, golden].map((one) => codeOf(setter.encode(one))))).toEqual([
    'RENDER_FAILED',
    'RENDER_FAILED',
  ]);
});
