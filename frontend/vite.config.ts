/** How the pages are built, served while developing, and tested. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** Puts posthog-js's own browser bundle beside our pages; Django serves it at /static/array.js for the snippet. */
function browserSdk(): Plugin {
    return {
        name: 'browser-sdk',
        apply: 'build',
        generateBundle() {
            const source = readFileSync(createRequire(import.meta.url).resolve('posthog-js/dist/array.js'))
            this.emitFile({ type: 'asset', fileName: 'sdk/array.js', source })
        },
    }
}

export default defineConfig(({ command }) => ({
    // Django serves the folder `dist` at this address; the development server stands at the root and passes the API on.
    base: command === 'build' ? '/static/app/' : '/',
    plugins: [react(), tailwindcss(), browserSdk()],
    resolve: {
        alias: { '~': folder('./src'), '@products': folder('../products') },
        dedupe: ['react', 'react-dom', 'kea'],
    },
    build: {
        outDir: 'dist',
        emptyOutDir: true,
        manifest: true,
        target: 'es2022',
        // Everything is a file: the content security policy allows no data: scripts or styles.
        assetsInlineLimit: 0,
        chunkSizeWarningLimit: 700,
    },
    server: {
        port: Number(process.env.PORT ?? 5173),
        proxy: Object.fromEntries(
            ['/api', '/_preflight', '/static', '/e/', '/batch', '/capture', '/i/'].map((path) => [
                path,
                { target: process.env.PRICKLE_URL ?? 'http://127.0.0.1:8000', changeOrigin: false },
            ])
        ),
    },
    test: {
        environment: 'jsdom',
        include: ['src/**/*.test.{ts,tsx}', '../products/*/frontend/**/*.test.{ts,tsx}'],
        setupFiles: ['src/testing/setup.ts'],
        restoreMocks: true,
        unstubGlobals: true,
    },
}))
