import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';
import { compressed } from './compressed.ts';

/** The hub that `npm run console` shows. */
const hub = process.env['POSTHOUSE_HUB'] ?? 'http://127.0.0.1:5000';
const behind = ['/api', '/health', '/ready', '/metrics', '/station', '/test', '/admin'];

export default defineConfig({
  root: import.meta.dirname,
  plugins: [vue(), compressed()],
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __VUE_I18N_FULL_INSTALL__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
  },
  build: { target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 700, emptyOutDir: true },
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: {
      ...Object.fromEntries(behind.map((path) => [path, hub])),
      '/ws': { target: hub, ws: true },
    },
  },
});
