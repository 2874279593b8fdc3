/**
 * `RENDER_BUSY`: too many wait, ask again. `RENDER_TOO_LONG`: it did not end within its bound. `RENDER_FAILED`: the
 * engine cannot read it. `RENDER_CLOSED`: the renderer is closed. `RENDER_NO_CANVAS`, `RENDER_NO_FONT`: this machine can
 * draw no picture in dots.
 */
export type RenderCode =
  | 'RENDER_BUSY'
  | 'RENDER_TOO_LONG'
  | 'RENDER_FAILED'
  | 'RENDER_CLOSED'
  | 'RENDER_NO_CANVAS'
  | 'RENDER_NO_FONT';

/** Why something was not rendered. */
export class RenderRefused extends Error {
  override readonly name = 'RenderRefused';
  readonly code: RenderCode;

  constructor(code: RenderCode, detail: string) {
    super(`${code}: ${detail}`);
    this.code = code;
  }

  /** The same content would be refused again. */
  get forGood(): boolean {
    return this.code === 'RENDER_TOO_LONG' || this.code === 'RENDER_FAILED';
  }
}
