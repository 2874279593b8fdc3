import { refuse, type App, type Permission } from '@posthouse/kernel';
import { hubErrors } from '../errors.ts';
import { countItems } from './items.ts';

const permissions: readonly Permission[] = [
  {
    name: 'hub.status.read',
    text: { zh: '查看连接与运行状态', en: 'See connections and the state of the hub' },
    roles: ['operator', 'viewer'],
  },
  {
    name: 'hub.metrics.read',
    text: { zh: '读取监控指标', en: 'Read the metrics' },
    roles: ['operator', 'viewer', 'metrics'],
  },
];

/**
 * The hub's own part in the shape of an app: what must be known by name in the store's threads too. Its routes are
 * mounted by the main thread alone, since they show what lives there.
 */
export function houseApp(): App {
  return {
    name: 'hub',
    migrations: [],
    routes: [],
    errors: hubErrors,
    permissions,
    retention: [],
    ops: [countItems],
    boxes: [],
    rooms: [],
    endpoints: [],
    periodic: [],
    deadline: async () => {},
    accept: async () => refuse('HUB_NOT_FOUND'),
    start: async () => async () => {},
  };
}
