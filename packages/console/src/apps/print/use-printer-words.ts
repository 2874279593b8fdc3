import { useI18n } from 'vue-i18n';
import { printerWord } from './looks.ts';

/** How a printer is, in the reader's words; what only its client understands is shown as it said it. */
export function usePrinterWords(): {
  readonly stateText: (state: string | null) => string;
  /** What to do about it; null: nothing. */
  readonly remedyText: (state: string | null) => string | null;
} {
  const words = useI18n();
  return {
    stateText(state) {
      const word = printerWord(state);
      return word === null && state ? state : words.t(`print.printer.state.${word ?? 'unknown'}`);
    },
    remedyText(state) {
      const key = `print.printer.remedy.${state ?? ''}`;
      return words.te(key) ? words.t(key) : null;
    },
  };
}
