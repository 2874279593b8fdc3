import { good, worry, type Finding } from './finding.ts';
import type { HubConfig } from '../config/hub-options.ts';

/** No release of this hub ran before this moment: an earlier clock is a dead battery or a missing time service. */
const BUILT_AFTER = Date.UTC(2025, 0, 1);
const SHORT_SECRET = 16;

/** Node, clock, timezone. */
export function checkMachine({ timezone }: HubConfig, now: number): readonly Finding[] {
  const time = new Date(now).toLocaleString('sv-SE', { timeZone: timezone });
  return [
    good(`Node ${process.versions.node}`, `Node ${process.versions.node}`),
    now < BUILT_AFTER
      ? worry(
          { zh: `系统时间不对：${time}`, en: `The clock is wrong: ${time}` },
          { zh: '启用时间同步（NTP）', en: 'Switch time synchronisation (NTP) on' },
        )
      : good(
          `现在是 ${time}（${timezone}）；不对请设 POSTHOUSE_TIMEZONE`,
          `It is ${time} (${timezone}); if not, set POSTHOUSE_TIMEZONE`,
        ),
  ];
}

/** Tokens that could be guessed. */
export function checkTokens({ tokens }: HubConfig): readonly Finding[] {
  return tokens
    .filter(({ secret }) => secret.length < SHORT_SECRET)
    .map(({ name }) =>
      worry(
        { zh: `令牌 ${name} 的密钥太短`, en: `The secret of the token ${name} is short` },
        { zh: `至少 ${SHORT_SECRET} 个随机字符`, en: `Use at least ${SHORT_SECRET} random characters` },
      ),
    );
}
