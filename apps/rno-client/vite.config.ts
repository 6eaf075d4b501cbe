import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compress } from './build/compress.ts';
import { offlineShell } from './build/offline-shell.ts';

/** Where `vite` finds a RenderAPI while somebody works on the client: RENDER_API=http://127.0.0.1:5000. */
const renderApi = process.env['RENDER_API'] ?? 'http://127.0.0.1:5000';

export default defineConfig({
  plugins: [react(), offlineShell(), compress()],
  build: {
    target: 'es2023',
    // Those that know light-dark(), which Mantine's themes are written with.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // The icons and pictures are files of their own, so that the policy against foreign content can stay strict.
    assetsInlineLimit: 0,
    manifest: true,
    rolldownOptions: {
      output: {
        // Parts that several pages share would be named after all of them.
        chunkFileNames: ({ name }) => `assets/${name.split('~', 1).join()}-[hash].js`,
        codeSplitting: {
          groups: [
            // What every page needs is one file; rolldown would make one of each part that several pages share.
            {
              name: 'shell',
              test: /^(?!.*[\\/](?:index\.html|main\.tsx)$)/,
              tags: ['$initial'],
              priority: 2,
            },
            { name: 'shared', minShareCount: 2, entriesAware: true, entriesAwareMergeThreshold: 20_000 },
          ],
        },
      },
    },
  },
  server: { proxy: { '/renderapi': { target: renderApi, changeOrigin: true } } },
});
