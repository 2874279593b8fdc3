// Runs before the first paint, so that a dark page never flashes white. The same rule as src/shell/theme.ts.
(() => {
  const chosen = localStorage.getItem('posthouse.theme');
  const dark =
    chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.toggle('dark', dark);
})();
