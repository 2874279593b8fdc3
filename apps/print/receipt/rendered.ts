import { refuse, type Refusal } from '@posthouse/kernel';
import { RenderRefused, type Renderer } from '@posthouse/printing';

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
    return refuse(error.forGood ? 'PRINT_JOB_UNPRINTABLE' : 'PRINT_RENDER_BUSY', { reason: error.message });
  }
}
