import { createServer } from 'node:http';
import { CodedError } from '@posthouse/kernel';
import type { Config } from '../config/load.ts';
import { listen } from '../doors/listen.ts';
import { bad, good, worry, type Finding } from './finding.ts';

/** Whether every port that would be opened can be had. */
export async function checkPorts(config: Config): Promise<readonly Finding[]> {
  const { hub, doors } = config;
  const wanted = [
    { name: 'main', host: hub.host, port: hub.port },
    ...doors.filter(({ name }) => name in config.apps),
  ].filter(({ port }) => port !== 0);
  return Promise.all(wanted.map(checkPort));
}

async function checkPort({
  name,
  host,
  port,
}: {
  name: string;
  host: string;
  port: number;
}): Promise<Finding> {
  const server = createServer();
  try {
    await listen(server, host, port);
    return good(`端口 ${port} 可用（${name}）`, `Port ${port} is free (${name})`);
  } catch (error) {
    const code = error instanceof CodedError ? error.code : String(error);
    const what = {
      zh: `端口 ${port} 无法使用（${name}，${code}）`,
      en: `Port ${port} cannot be had (${name}, ${code})`,
    };
    if (name === 'main') {
      return bad(what, {
        zh: '换一个：npm start -- --port 5050',
        en: 'Use another one: npm start -- --port 5050',
      });
    }
    const variable = `POSTHOUSE_${name.toUpperCase()}_PORT`;
    return worry(what, {
      zh: `用 ${variable} 换一个，或设为 0 关闭`,
      en: `Set ${variable} to another one, or to 0 to close it`,
    });
  } finally {
    server.close();
  }
}
