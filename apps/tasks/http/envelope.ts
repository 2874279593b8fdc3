import { reply, type Reply, type Route } from '@posthouse/kernel';
import { authFailure, isAuthFailure } from '../contract/auth-failure.ts';
import { tasksErrors } from '../contract/errors.ts';
import { isAboutPath, withPlaces } from '../contract/places.ts';

/** What every success of this dialect looks like (contract §1). */
export function answered(message: string, data?: unknown): object {
  return { success: true, message, ...(data !== undefined && { data }) };
}

/** The same as 201. */
export const made = (message: string, data: unknown): Reply =>
  reply({ status: 201, body: answered(message, data) });

const STATUS_CODES: Readonly<Record<number, string>> = {
  400: 'INVALID_PARAMETER',
  404: 'NOT_FOUND',
  409: 'INVALID_STATUS',
};

/** Refusals that are about the task's status, not about what was said. */
const INVALID_STATUS = new Set([
  'TASKS_ALREADY_RUNNING',
  'TASKS_START_PAUSED',
  'TASKS_START_COMPLETED',
  'TASKS_NOT_RUNNING',
  'TASKS_NOT_PAUSED',
  'TASKS_NOT_CANCELLABLE',
  'TASKS_NOT_COMPLETED',
]);

/** What the caller sent wrong, by status as this dialect has it, in the hub's Chinese words. */
const INPUT_CODES = new Map<string, readonly [status: number, message: string]>([
  ['HUB_INVALID_INPUT', [400, '输入有误']],
  ['HUB_BAD_JSON', [400, '请求体不是有效的 JSON']],
  ['KERNEL_TOO_DEEP', [400, 'JSON 嵌套过深，未处理']],
  ['HUB_MEDIA_TYPE', [400, '不支持的内容类型']],
  ['HUB_KEY_INVALID', [400, 'Idempotency-Key 无效']],
  ['HUB_UPLOAD_CUT', [400, '上传中断，文件没有传完']],
  ['HUB_REQUEST_TIMEOUT', [408, '请求没有在规定时间内发完']],
  ['KERNEL_KEY_REUSED', [409, '同一个幂等键用于了不同的内容']],
  ['HUB_BODY_TOO_LARGE', [413, '请求体过大']],
  ['HUB_UPLOAD_TOO_LARGE', [413, '文件过大']],
]);

/** Where the caller came from is not welcome; who it is does not matter. */
const UNWELCOME = new Set([
  'HUB_HOST_REFUSED',
  'HUB_ADDRESS_REFUSED',
  'HUB_ORIGIN_REFUSED',
  'HUB_CROSS_SITE_REFUSED',
  'HUB_PREFETCH_REFUSED',
]);

/**
 * A route's failures in this dialect: always Chinese, as its clients show them, with our own code as `reason`.
 * `prefix` goes before what only we can mend. Nothing of our insides is told.
 */
export function dialectErrors(prefix = '服务器内部错误'): NonNullable<Route['errorBody']> {
  return (code, text, detail) => {
    if (isAuthFailure(code)) return authFailure(code, text, detail);
    if (isAboutPath(detail)) return failure(404, 'NOT_FOUND', { message: '资源不存在', text }, code);
    const own = (tasksErrors as Record<string, { status: number; text: { zh: string } }>)[code];
    if (own) {
      const words = { message: filled(own.text.zh, detail), text: filled(text, detail) };
      return failure(own.status, wordOf(code, own.status), words, code);
    }
    const input = INPUT_CODES.get(code);
    if (input !== undefined) {
      const [status, message] = input;
      const words = { message: withPlaces(message, detail), text: withPlaces(text, detail) };
      return failure(status, 'INVALID_PARAMETER', words, code);
    }
    if (UNWELCOME.has(code)) return failure(403, 'FORBIDDEN', { message: text, text }, code);
    // The status is that of the code's own registry: a full store is 503, our fault 500.
    return { success: false, message: `${prefix}: ${text}`, error_code: 'INTERNAL_ERROR', reason: code };
  };
}

/** `text` is ours: the same in the reader's language. */
interface Words {
  readonly message: string;
  readonly text: string;
}

function failure(status: number, word: string, words: Words, reason: string): Reply {
  return reply({ status, body: { success: false, ...words, error_code: word, reason } });
}

function wordOf(code: string, status: number): string {
  return INVALID_STATUS.has(code) ? 'INVALID_STATUS' : (STATUS_CODES[status] ?? 'INTERNAL_ERROR');
}

/** Puts the detail's values into a text: `{status}`, `{must.zh}`. */
export function filled(text: string, detail: unknown): string {
  return text.replaceAll(/\{([\w.]+)\}/g, (_, path: string) => {
    let value = detail;
    for (const name of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  });
}
