import { useI18n } from 'vue-i18n';
import type { Language } from '../../words/language.ts';
import { closeText } from './close-words.ts';
import type { WireEars } from './wire.ts';

/** Socket.IO's reasons (its documentation of `disconnect`), as keys under `websocket-test.disconnects`. */
const REASONS: Readonly<Record<string, string>> = {
  'io server disconnect': 'server',
  'io client disconnect': 'client',
  'transport close': 'transport',
  'transport error': 'transport',
  'ping timeout': 'timeout',
};

/** Why a connection ended, as a sentence. */
export function useEnded(): (why: Parameters<WireEars['closed']>[0]) => string {
  const { t, locale } = useI18n();
  return ({ code, reason }) => {
    if (code === undefined) return t(`websocket-test.disconnects.${REASONS[reason] ?? 'other'}`, { reason });
    const known = closeText(code, locale.value as Language);
    const text =
      known === null
        ? t('websocket-test.endedBare', { code })
        : t('websocket-test.ended', { text: known, code });
    return reason === '' ? text : t('websocket-test.reason', { text, reason });
  };
}
