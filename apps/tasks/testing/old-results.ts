import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface OldQuestion {
  readonly question_id: number;
  readonly type: string;
  readonly content: string;
  readonly option_true: string;
  is_del: number;
}

export interface OldPair {
  readonly id: number;
  readonly question_id_1: number;
  readonly question_id_2: number;
  readonly similarity: number;
}

export interface OldBank {
  readonly questions: readonly OldQuestion[];
  /** Members of the one exact group. */
  readonly group: readonly number[];
  readonly pairs: readonly OldPair[];
}

/**
 * The views of results of the old server, small, with their faults (contract §10, 15 to 21); each is marked where it is
 * made. It answers over real HTTP and says in `x-rows` and `x-queries` what a request cost.
 */
export async function startOldResults(bank: OldBank) {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://old');
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      try {
        answer(url, Buffer.concat(chunks).toString(), response);
      } catch (error) {
        // Fault 17: the exception's text, stack details and all, as an answer of 500.
        const message = `服务器内部错误: ${String(error)}`;
        send(response, 500, { success: false, message, error_code: 'INTERNAL_ERROR' });
      }
    });
  });
  const cost = { rows: 0, queries: 0 };
  const select = <T>(rows: readonly T[]): readonly T[] => {
    cost.queries++;
    cost.rows += rows.length;
    return rows;
  };
  const find = (id: number) =>
    select(bank.questions.filter((one) => one.question_id === id && one.is_del === 0))[0];

  function answer({ pathname, searchParams }: URL, body: string, response: ServerResponse): void {
    Object.assign(cost, { rows: 0, queries: 0 });
    if (pathname === '/api/questions/batch') {
      const { question_ids } = JSON.parse(body) as { question_ids: number[] };
      return send(response, 200, { success: true, data: question_ids.map(find) });
    }
    if (pathname.endsWith('/similar-pairs')) {
      // Fault 16: 0 is false, and 101 is not clamped.
      const least = Number(searchParams.get('min_similarity')) || 0.8;
      const size = Number(searchParams.get('page_size') ?? 20);
      const page_size = size < 1 || size > 100 ? 20 : size;
      // Fault 21: every pair is loaded, then each row is asked for once more.
      const all = select(bank.pairs).filter(({ similarity }) => similarity >= least);
      for (const { question_id_1 } of all) find(question_id_1);
      const pagination = {
        page: 1,
        page_size,
        total: all.length,
        total_pages: Math.ceil(all.length / page_size),
      };
      return send(response, 200, { success: true, data: { list: all.slice(0, page_size), pagination } });
    }
    if (/\/exact-groups\/\d+$/.test(pathname)) {
      const questions = bank.group.flatMap((id) => {
        const found = find(id);
        if (!found) return [];
        // Fault 19: the answer is nested alone. Fault 20: cleaned text of the first, deleted members drop out.
        const shown = { ...found, answer: { correct_answer: found.option_true } };
        return [id === bank.group[0] ? { ...shown, cleaned_content: found.content } : shown];
      });
      // Fault 15: a missing subject becomes the word None.
      const group = { type: '1', type_name: '单选题', subject_name: String(null).replace('null', 'None') };
      return send(response, 200, { success: true, data: { question_ids: bank.group, group, questions } });
    }
    send(response, 404, { success: false, message: '任务不存在', error_code: 'NOT_FOUND' });
  }

  function send(response: ServerResponse, status: number, body: object): void {
    response
      .writeHead(status, {
        'content-type': 'application/json',
        'x-rows': String(cost.rows),
        'x-queries': String(cost.queries),
      })
      .end(JSON.stringify(body));
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
