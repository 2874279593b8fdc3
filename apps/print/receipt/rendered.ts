import { refuse, type Refusal } from '@posthouse/kernel';
import { RenderRefused, type RenderCode, type Renderer } from '@posthouse/printing';

const CODES: Readonly<Record<RenderCode, string>> = {
  RENDER_BUSY: 'PRINT_RENDER_BUSY',
  RENDER_CLOSED: 'PRINT_RENDER_BUSY',
  RENDER_TOO_LONG: 'PRINT_JOB_UNPRINTABLE',
  RENDER_FAILED: 'PRINT_JOB_UNPRINTABLE',
  RENDER_NO_CANVAS: 'PRINT_PICTURE_NO_CANVAS',
  RENDER_NO_FONT: 'PRINT_PICTURE_NO_FONT',
};

/** What the renderer gives, or this app's word for why it does not; `PRINT_JOB_UNPRINTABLE` is for good. */
export async function rendered<T>(
  renderer: Renderer | null,
  work: (renderer: Renderer) => Promise<T>,
): Promise<T | Refusal> {
  if (!renderer) return refuse('PRINT_RENDER_BUSY');
  try {
    return await work(renderer);
  } catch (error) {
    if (!(error instanceof RenderRefused)) throw error;
    return refuse(CODES[error.code], { reason: error.message });
  }
}
