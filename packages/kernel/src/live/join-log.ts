import type { Key, Pos } from '../ports/base.ts';
import type { Joined } from '../ports/room.ts';
import { batchOf } from './batch.ts';
import type { LogChannel } from './log-channel.ts';
import type { LogRow } from './log-ops.ts';
import type { LogStream } from './log-stream.ts';
import type { Member } from './member.ts';

/**
 * Replays a log to a new member until it has what everybody has, then lets it in (K7). Nothing is buffered: what is
 * published meanwhile is in the log too, and is read with the next part, at the pace at which the peer takes it.
 */
export async function joinLog(
  stream: LogStream,
  channel: LogChannel,
  member: Member,
  key: Key,
  since?: Pos,
): Promise<Joined> {
  await stream.begin();
  let part = since ? await stream.source.after(since, key) : 'gap';
  const recovered = part !== 'gap';
  let pos = recovered ? since! : stream.reached;
  const joined = { recovered, pos };
  channel.tell(member, { kind: 'subscribed', recovered }, pos);
  if (since && !recovered) tellGap(channel, member, since, pos);
  while (member.here) {
    if (part === 'gap') part = { rows: [], reach: pos.seq };
    await replay(channel, member, part.rows, pos.epoch);
    pos = { ...pos, seq: Math.max(pos.seq, part.reach) };
    if (stream.reached.epoch === pos.epoch && pos.seq >= stream.reached.seq) break;
    part = await stream.source.after(pos, key);
    if (part === 'gap') {
      tellGap(channel, member, pos, stream.reached);
      pos = stream.reached;
    }
  }
  member.after = pos.seq;
  return joined;
}

async function replay(channel: LogChannel, member: Member, rows: readonly LogRow[], epoch: string) {
  for (const { seq, message } of rows) {
    const { peer } = member;
    const frame = channel.encode(peer.codec, { kind: 'message', message }, { epoch, seq });
    if (!frame) continue;
    const before = { epoch, seq: seq - 1 };
    const batch = batchOf([frame], { room: channel.room, key: channel.key, before });
    await peer.offerInBulk(batch, member);
    if (!member.here) return;
  }
}

function tellGap(channel: LogChannel, member: Member, from: Pos, to: Pos): void {
  const reason = from.epoch === to.epoch ? 'expired' : 'epoch';
  channel.tell(member, { kind: 'gap', from, to, reason });
}
