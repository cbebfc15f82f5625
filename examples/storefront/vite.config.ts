import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import type { ProxyOptions } from 'vite';

// The page asks its own origin, which hands on what begins with /api: no CORS, as behind one CloudFront distribution.
const api: ProxyOptions = {
  target: process.env.TANDEM_URL ?? 'http://127.0.0.1:4000',
  rewrite: (path) => path.replace(/^\/api/, ''),
  configure: (proxy) => {
    // A gateway that is away is a reason to come back later. Vite itself would answer 500.
    proxy.on('error', (_error, _request, response) => {
      if (!('writeHead' in response) || response.headersSent) return;
      response.writeHead(503, { 'content-type': 'text/plain' }).end('The gateway is away.');
    });
  },
};
const server = { host: '127.0.0.1', port: 5173, cors: false, proxy: { '/api/': api } };

export default defineConfig({
  // The banner of the gateway stands above what Vite says, and says more.
  clearScreen: false,
  plugins: [react()],
  // The SDK's source, so that a clean clone needs no build of it. A project of your own installs the package.
  resolve: { alias: { '@tandem/sdk': fileURLToPath(new URL('../../sdk/source/index.ts', import.meta.url)) } },
  build: { outDir: 'build', target: 'es2022' },
  server,
  preview: server,
});
