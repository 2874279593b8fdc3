import type { Id, Kernel, Key, Ms } from '@posthouse/kernel';
import type { Locale } from '@posthouse/protocol';
import type { Renderer, VirtualPrinter } from '@posthouse/printing';
import type { Printer, PrintStatus } from './contract.ts';
import type { Fleet } from './direct/fleet.ts';
import type { OldDoor } from './old-clients/door.ts';
import { ANY, PAPERS, pausedKey, printerKey, printerOfKey } from './rules.ts';
import type { StoredPrinter } from './store/printers.ts';
import type { Stray, Strays } from './strays.ts';
import { iso } from './store/shapes.ts';
import type { Counts } from './store/status.ts';

/** What of the print app lives in this process and is in no table: who is connected, and how printers are. */
export interface Live {
  readonly door: OldDoor;
  readonly strays: Strays;
  /** null until the app has started. */
  fleet: Fleet | null;
  virtual: VirtualPrinter | null;
  /** Sets papers off the event loop. */
  renderer: Renderer | null;
}

/** A printer with what is known of it now. */
export function withConnection(printer: StoredPrinter, kernel: Kernel): Printer {
  return { ...printer, connected: kernel.boxes.held(PAPERS, printerKey(printer.id)) };
}

/** The whole picture, for the status page. */
export function liveStatus(
  live: Live,
  kernel: Kernel,
  printers: readonly StoredPrinter[],
  { jobs, waiting }: Counts,
  queues: readonly { key: Key; since: Ms }[],
  locale: Locale,
): PrintStatus {
  const strays = live.strays.list(kernel.clock.mono());
  const waitsAt = (id: Id) => (waiting[printerKey(id)] ?? 0) + (waiting[pausedKey(id)] ?? 0);
  return {
    printers: printers.map((printer) => ({
      ...withConnection(printer, kernel),
      state: stateOf(live, kernel, printer),
      waiting: waitsAt(printer.id),
    })),
    clients: live.door.clients.map((client) => ({
      name: client.name ?? '',
      address: client.peer.address,
      printer_id: client.key === null ? null : printerOfKey(client.key),
      holds: client.holds ? client.key : null,
      mute: client.mute,
      unclaimed: client.unclaimed,
    })),
    strays: [...strays],
    banner: bannerOf(live, kernel, printers, waiting, locale) ?? strayBanner(strays, locale),
    standing: queues.map(({ key, since }) => ({
      printer_id: printerOfKey(key),
      since: iso(since),
      waiting: waiting[key] ?? 0,
    })),
    jobs,
    waiting_for_any: waiting[ANY] ?? 0,
    virtual_printer: live.virtual ? { port: live.virtual.port } : null,
  };
}

/** Whether it would print now: connected, and nothing is wrong with it. */
export function isAble(live: Live, kernel: Kernel, printer: StoredPrinter): boolean {
  return ['ready', 'paper-low'].includes(stateOf(live, kernel, printer));
}

/** How a printer is, in one word: what it says of itself, or why nothing reaches it. */
export function stateOf(live: Live, kernel: Kernel, printer: StoredPrinter): string {
  if (!printer.is_active) return 'disabled';
  if (printer.paused) return 'paused';
  const direct = live.fleet?.stateOf(printer.id);
  if (direct) return direct;
  const key = printerKey(printer.id);
  if (!kernel.boxes.held(PAPERS, key)) return 'offline';
  const client = live.door.clients.find((one) => one.holds && one.key === key);
  return client?.printerState ?? (printer.driver === 'agent' ? printer.state : null) ?? 'ready';
}

/** Orders wait at printers nobody serves, while clients are there that serve none: somebody must say who is who. */
function bannerOf(
  live: Live,
  kernel: Kernel,
  printers: readonly StoredPrinter[],
  waiting: Counts['waiting'],
  locale: Locale,
): string | null {
  const unclaimed = live.door.clients.filter((client) => client.unclaimed).map(({ name }) => name);
  const orphans = printers.filter(
    ({ id, is_active, driver }) =>
      is_active &&
      driver === 'client' &&
      (waiting[printerKey(id)] ?? 0) > 0 &&
      !kernel.boxes.held(PAPERS, printerKey(id)),
  );
  if (orphans.length === 0) return null;
  const names = orphans.map(({ name }) => name).join(locale === 'zh' ? '、' : ', ');
  if (unclaimed.length === 0) {
    return locale === 'zh'
      ? `有小票在等待 ${names}，但没有打印客户端连接`
      : `Papers wait for ${names}, and no print client is connected`;
  }
  return locale === 'zh'
    ? `有小票在等待 ${names}；已连接但未认领的客户端：${unclaimed.join('、')}。请用 adopt 认领`
    : `Papers wait for ${names}; connected and unclaimed: ${unclaimed.join(', ')}. Adopt one of them`;
}

function strayBanner([stray]: readonly Stray[], locale: Locale): string | null {
  if (!stray) return null;
  const { printer_id, name, address } = stray;
  return locale === 'zh'
    ? `打印代理 ${name}（${address}）要的 ${printer_id} 号打印机不存在。请查对打印机编号，改正代理的 --printer`
    : `The print agent ${name} (${address}) asks for printer ${printer_id}, which does not exist. Look its number up and correct the agent's --printer`;
}
