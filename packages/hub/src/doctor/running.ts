import type { AccessConfig } from '../access/config.ts';
import { readControl } from '../access/control.ts';
import { requestHere } from '../cli/request-here.ts';
import type { Config } from '../config/load.ts';
import { urlOf } from '../doors/url-of.ts';
import type { EndpointReport, Note } from '../house/report.ts';
import { bad, good, type Finding } from './finding.ts';

/** For a hub that hangs, not for one that is slow. */
const PATIENCE = 5_000;

/** What a running hub says of itself by its /health. */
interface Health {
  readonly version: string;
  readonly store: { readonly state: string; readonly cause?: string };
  readonly endpoints: readonly EndpointReport[];
  readonly notes: readonly Note[];
}

export interface RunningHub extends Health {
  readonly url: string;
}

/** The hub that has the data folder, or else the one on the main port; null: neither answers. */
export async function askRunningHub({ hub, apps }: Pick<Config, 'hub' | 'apps'>): Promise<RunningHub | null> {
  const { tls } = apps['access'] as AccessConfig;
  const scheme = tls.cert + tls.key === '' ? 'http' : 'https';
  const left = readControl(hub.data);
  for (const url of [...(left ? [left.url] : []), urlOf(scheme, hub.host, hub.port)]) {
    const health = await healthAt(url);
    if (health) return { ...health, url };
  }
  return null;
}

async function healthAt(url: string): Promise<Health | null> {
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const said = JSON.parse(await requestHere(`${url}/health`, { method: 'GET', signal })) as Partial<Health>;
    return Array.isArray(said.endpoints) && said.store ? (said as Health) : null;
  } catch {
    return null;
  }
}

/** The ports of a running hub are taken, by itself: it says best how they are. */
export function runningFindings({ url, version, store, endpoints, notes }: RunningHub): readonly Finding[] {
  const words = [
    ...endpoints.flatMap(({ state, note }) => (state === 'taken' && note ? [note] : [])),
    ...notes.map(({ text }) => text),
  ];
  return [
    good(`驿站 ${version} 正在运行：${url}`, `Posthouse ${version} is running: ${url}`),
    ...(store.cause === undefined ? [] : [refusing(store.cause)]),
    // They say what to do themselves.
    ...words.map((what): Finding => ({ level: 'worry', what })),
  ];
}

function refusing(code: string): Finding {
  return bad(
    { zh: `它拒绝写入（${code}）`, en: `It refuses writes (${code})` },
    {
      zh: '原因见上面的磁盘与数据文件；若都正常，查看它的日志',
      en: 'The lines on the disk and the data file say why; if they are good, look into its log',
    },
  );
}
