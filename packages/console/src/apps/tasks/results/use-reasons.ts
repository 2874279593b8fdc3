import { useI18n } from 'vue-i18n';

/** Why two questions that look alike are two, in words; a reason of a newer engine is shown as it is called. */
export function useReasons(): (reason: string) => string {
  const words = useI18n();
  return (reason) => {
    const key = `tasks.reason.${reason}`;
    return words.te(key) ? words.t(key) : reason;
  };
}
