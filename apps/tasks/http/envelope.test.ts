import { isReply, kernelErrors } from '@posthouse/kernel';
import { describe, expect, it } from 'vitest';
import { hubErrors } from '../../../packages/hub/src/errors.ts';
import { authFailure } from '../contract/auth-failure.ts';
import { dialectErrors } from './envelope.ts';

function body(code: string, text: string, detail?: unknown): Record<string, unknown> {
  const said = dialectErrors()(code, text, detail);
  return (isReply(said) ? said.body : said) as Record<string, unknown>;
}

describe('what somebody sent wrong', () => {
  const detail = [
    { in: 'body', at: '/question_id', message: 'is missing' },
    { in: 'body', at: '/items/0/rule', message: 'must be equal to one of the allowed values' },
    { in: 'body', at: '/items/0/rule', message: 'must be string' },
  ];

  it('is named in Chinese for the known clients, and in the language of the reader', () => {
    expect(body('HUB_INVALID_INPUT', 'The input is not valid', detail)).toEqual({
      success: false,
      message: '输入有误: question_id, items/0/rule',
      text: 'The input is not valid: question_id, items/0/rule',
      error_code: 'INVALID_PARAMETER',
      reason: 'HUB_INVALID_INPUT',
    });
  });

  it('may be all of it', () => {
    const all = [{ in: 'body', at: '', message: 'must be object' }];
    expect(body('HUB_INVALID_INPUT', '输入有误', all)['message']).toBe('输入有误: body');
  });

  it('is named to who signs in, too, whose clients read no detail', () => {
    const missing = [{ in: 'body', at: '/password', message: 'is missing' }];
    expect(authFailure('HUB_INVALID_INPUT', '输入有误', missing)).toEqual({
      success: false,
      message: '输入有误: password',
      code: 'HUB_INVALID_INPUT',
      detail: missing,
    });
  });

  it('is said in the words of the registries', () => {
    const words = Object.entries({ ...kernelErrors, ...hubErrors }).map(
      ([code, { text }]) => [body(code, text.en), text] as const,
    );
    const input = words.filter(([{ error_code }]) => error_code === 'INVALID_PARAMETER');
    expect(input.length).toBeGreaterThan(5);
    for (const [{ message, text }, { zh, en }] of input)
      expect({ message, text }).toEqual({ message: zh, text: en });
  });
});
