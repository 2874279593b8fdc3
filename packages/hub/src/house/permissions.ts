import type { Permission } from '@posthouse/kernel';

const permission = (name: string, zh: string, en: string, roles: readonly string[]): Permission => ({
  name,
  text: { zh, en },
  roles,
});

/** What may be seen of the hub itself, and done to it. */
export const housePermissions: readonly Permission[] = [
  permission('hub.status.read', '查看连接与运行状态', 'See connections and the state of the hub', [
    'operator',
    'viewer',
  ]),
  permission('hub.metrics.read', '读取监控指标', 'Read the metrics', ['operator', 'viewer', 'metrics']),
  permission(
    'house.system.read',
    '查看系统：存储、入口与对外开放情况',
    'See storage, doors and what is open',
    ['operator'],
  ),
  permission('house.config.read', '查看配置及其来源（密钥打码）', 'See the configuration, secrets masked', [
    'operator',
  ]),
  permission('house.peer.read', '查看每个连接及其地址', 'See every connection and its address', ['operator']),
  permission('house.peer.kick', '断开一个连接', 'End a connection', ['operator']),
  permission(
    'house.peer.tail',
    '旁观一个连接的消息（号码与密钥打码）',
    'Watch the messages of a connection, numbers and secrets masked',
    ['operator'],
  ),
  // Customers' numbers and credentials: owner, admin and local alone.
  permission('house.peer.payload', '旁观消息的原文', 'Watch messages as they are', []),
  // A backup holds everybody's secrets.
  permission('house.backup', '备份', 'Make backups and see which there are', []),
  permission('house.demo', '生成与清除演示数据', 'Make demo data and take it away', ['operator']),
];
