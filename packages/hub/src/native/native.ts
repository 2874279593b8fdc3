import type { App, Catalog, Clock, Codec, LogRoom } from '@posthouse/kernel';
import { localeOf, protocolErrors, type Locale } from '@posthouse/protocol';
import { createNativeCodec, type Said } from './codec.ts';
import { defaultNativeLimits, type NativeLimits } from './context.ts';
import { refresh, whoami, type Method } from './methods.ts';
import { permissionFor } from './rights.ts';
import { Session } from './session.ts';
import { createTexts } from './texts.ts';

export interface NativeOptions {
  /** Asked for when the first peer comes, so that this app may be in the catalog itself. */
  readonly catalog: () => Catalog;
  readonly limits?: Partial<NativeLimits>;
  readonly methods?: readonly Method[];
}

/** A room for whoever builds on the SDK: any key, the last 1,000 messages of 10 minutes, gone with the process. */
export const sharedRoom: LogRoom = {
  name: 'shared',
  kind: 'log',
  keep: { count: 1_000, age: 600_000, durable: false },
  sequence: 'key',
  may: (principal) => !principal.anonymous,
};

/** The native protocol as an app: it serves every room and mailbox of the catalog to the SDK's peers. */
export function createNative(options: NativeOptions): App {
  const limits = { ...defaultNativeLimits, ...options.limits };
  const methods = new Map(
    [whoami, refresh, ...(options.methods ?? [])].map((method) => [method.name, method]),
  );
  const texts = createTexts(options.catalog);
  const codecs = new Map<Locale, Codec>();

  /** One for all peers of a language: they differ in the words of errors only, so rooms treat them as the same. */
  function codecFor(locale: Locale, clock: Clock): Codec {
    let codec = codecs.get(locale);
    if (!codec) codecs.set(locale, (codec = createNativeCodec(clock, (code) => texts(code, locale))));
    return codec;
  }

  return {
    name: 'native',
    migrations: [],
    routes: [],
    errors: protocolErrors,
    permissions: [
      {
        name: permissionFor('publish', sharedRoom.name),
        text: { zh: '向共享房间发布消息', en: 'Publish to the shared room' },
        roles: ['operator'],
      },
    ],
    retention: [],
    ops: [],
    boxes: [],
    rooms: [sharedRoom],
    endpoints: [],
    periodic: [],
    async deadline() {
      // It sets none.
    },
    async start() {
      return async () => {};
    },
    async accept(peer, handshake, kernel) {
      const locale = localeOf(handshake.headers.get('accept-language'));
      peer.codec = codecFor(locale, kernel.clock);
      const context = {
        peer,
        kernel,
        catalog: options.catalog(),
        limits,
        methods,
        text: (code: string) => texts(code, locale),
        say: (message: Said) => peer.send(message),
      };
      return new Session(context, handshake);
    },
  };
}
