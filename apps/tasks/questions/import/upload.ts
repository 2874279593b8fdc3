import { CodedError, isRefusal, refuse, type Call, type Refusal, type UploadBody } from '@posthouse/kernel';
import type { ImportOps } from './ops.ts';
import { createEncodingProbe } from './encoding.ts';
import type { ImportPlan } from './plan.ts';
import type { Import } from './report.ts';

/** Bytes of one stored piece. */
const CHUNK = 262_144;

/**
 * Stores a file while it arrives, and asks for its reading when it is whole: one piece is in memory, and the sender
 * waits for the disk. What breaks off is given up.
 */
export async function receiveImport(
  call: Call<unknown, unknown, UploadBody>,
  ops: ImportOps,
  plan: ImportPlan,
  name: string,
): Promise<Import | Refusal> {
  const { store } = call.kernel;
  const begun = await store.write(ops.begin, { name, plan, by: call.principal.id });
  if (isRefusal(begun)) return begun;
  const { id } = begun;
  const probe = createEncodingProbe();
  try {
    let seq = 0;
    for await (const bytes of inChunks(call.body)) {
      if (seq === 0 && isWorkbook(bytes)) {
        await store.write(ops.giveUp, { id, code: 'TASKS_IMPORT_WORKBOOK' });
        return refuse('TASKS_IMPORT_WORKBOOK');
      }
      probe.take(bytes);
      const added = await store.write(ops.add, { id, seq: seq++, bytes });
      if (isRefusal(added)) return added;
    }
  } catch (error) {
    // The caller hears what went wrong; the list shows that the file never came.
    await store.write(ops.giveUp, { id, code: 'TASKS_IMPORT_CUT' });
    throw error instanceof CodedError ? error : new CodedError('TASKS_IMPORT_CUT');
  }
  const encoding = plan.encoding === 'auto' ? probe.encoding() : plan.encoding;
  return store.write(ops.ask, { id, encoding });
}

/** What Excel saves unless it is asked for a CSV: a ZIP archive, or a compound file of old ([MS-CFB] 2.2). And gzip. */
const WORKBOOKS = [
  [0x50, 0x4b, 0x03, 0x04],
  [0xd0, 0xcf, 0x11, 0xe0],
  [0x1f, 0x8b, 0x08],
];
const isWorkbook = (bytes: Uint8Array): boolean =>
  WORKBOOKS.some((signature) => signature.every((byte, at) => bytes[at] === byte));

/** The same bytes in pieces of one size. */
async function* inChunks(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let chunk = new Uint8Array(CHUNK);
  let filled = 0;
  for await (const piece of pieces) {
    for (let from = 0; from < piece.length;) {
      const part = piece.subarray(from, from + CHUNK - filled);
      chunk.set(part, filled);
      filled += part.length;
      from += part.length;
      if (filled < CHUNK) continue;
      yield chunk;
      chunk = new Uint8Array(CHUNK);
      filled = 0;
    }
  }
  if (filled > 0) yield chunk.subarray(0, filled);
}
