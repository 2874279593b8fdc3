import { useI18n } from 'vue-i18n';

/** What a question's type is called, in the reader's language; types that nobody knows as the hub calls them. */
export function useTypeName(): (of: { readonly type?: string; readonly type_name?: string }) => string {
  const words = useI18n();
  return ({ type = '', type_name = '' }) => {
    const key = `tasks.type.${type}`;
    return words.te(key) ? words.t(key) : type_name;
  };
}
