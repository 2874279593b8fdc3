import { shallowRef, watchEffect, type ShallowRef } from 'vue';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const STORED = 'posthouse.theme';

export function themeOf(stored: string | null): Theme {
  return THEMES.find((theme) => theme === stored) ?? 'auto';
}

/** Light, dark, or as the system has it; kept in this browser. */
export function createTheme(): ShallowRef<Theme> {
  const chosen = shallowRef(themeOf(localStorage.getItem(STORED)));
  const system = matchMedia('(prefers-color-scheme: dark)');
  const darkSystem = shallowRef(system.matches);
  system.addEventListener('change', () => (darkSystem.value = system.matches));
  watchEffect(() => {
    const dark = chosen.value === 'dark' || (chosen.value === 'auto' && darkSystem.value);
    document.documentElement.classList.toggle('dark', dark);
    localStorage.setItem(STORED, chosen.value);
  });
  return chosen;
}
