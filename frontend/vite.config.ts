/** How the pages are built, served while developing, and tested. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import type { Manifest, Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

/** Where Django serves the folder `dist`. */
const BASE = '/static/app/'

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/**
 * What the snippet loads of posthog-js: the loader's own bundles, and those it fetches when a page needs them. The
 * package also holds its build's intermediate files, which are nobody's business.
 */
const BROWSER_SDK =
    /^(array|module)(\.(full|es5|no-external))*\.js$|^(conversations|(dead-clicks|exception)-autocapture|(lazy-|posthog-)?recorder(-v2)?|logs|product-tours(-preview)?|surveys(-preview)?|tracing-headers|web-vitals(-[\w-]+)?|(crisp-chat|intercom)-integration)\.js$/

/** Puts posthog-js's own browser bundles beside our pages; Django serves them under /static/ for the snippet. */
function browserSdk(): Plugin {
    return {
        name: 'browser-sdk',
        apply: 'build',
        generateBundle() {
            const dist = dirname(createRequire(import.meta.url).resolve('posthog-js/dist/array.js'))
            for (const name of readdirSync(dist).filter((file) => BROWSER_SDK.test(file))) {
                this.emitFile({ type: 'asset', fileName: `sdk/${name}`, source: readFileSync(join(dist, name)) })
            }
            const { version } = JSON.parse(readFileSync(join(dist, '../package.json'), 'utf8'))
            this.emitFile({ type: 'asset', fileName: 'sdk/version.txt', source: version })
        },
    }
}

/** Asks for the two faces that every page is set in before the style sheet does, so that text does not jump. */
function preloadFonts(): Plugin {
    const wanted = /(figtree|bricolage-grotesque)-latin-wght-normal-[^/]*\.woff2$/
    return {
        name: 'preload-fonts',
        apply: 'build',
        transformIndexHtml: {
            order: 'post',
            handler: (_, { bundle }) =>
                Object.keys(bundle ?? {})
                    .filter((file) => wanted.test(file))
                    .map((file) => ({
                        tag: 'link',
                        attrs: {
                            rel: 'preload',
                            as: 'font',
                            type: 'font/woff2',
                            crossorigin: '',
                            href: `${BASE}${file}`,
                        },
                        injectTo: 'head',
                    })),
        },
    }
}

/** Writes every text file compressed beside itself, once here instead of for each request; WhiteNoise hands those out. */
function compressed(): Plugin {
    const isText = /\.(js|css|svg)$/
    let outDir = ''
    return {
        name: 'compressed',
        apply: 'build',
        configResolved: (config) => {
            outDir = join(config.root, config.build.outDir)
        },
        closeBundle() {
            for (const entry of readdirSync(outDir, { recursive: true, withFileTypes: true })) {
                if (entry.isFile() && isText.test(entry.name)) {
                    const file = join(entry.parentPath, entry.name)
                    const content = readFileSync(file)
                    writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }))
                    writeFileSync(`${file}.br`, brotliCompressSync(content))
                }
            }
        },
    }
}

/**
 * Empties the folder of everything but what this build and the last one made, instead of everything: pages that were
 * opened before a build may still ask for their parts, and find them until the next one.
 */
function keepLastBuild(): Plugin {
    let outDir = ''
    let publicDir = ''
    return {
        name: 'keep-last-build',
        apply: 'build',
        configResolved: (config) => {
            outDir = join(config.root, config.build.outDir)
            publicDir = config.publicDir
        },
        generateBundle: {
            order: 'post',
            handler(_, bundle) {
                if (!existsSync(outDir)) {
                    return
                }
                const kept = new Set([
                    'index.html',
                    ...readdirSync(publicDir),
                    ...Object.keys(bundle),
                    ...filesOf(outDir),
                ])
                for (const entry of readdirSync(outDir, { recursive: true, withFileTypes: true })) {
                    const file = join(entry.parentPath, entry.name)
                    if (entry.isFile() && !kept.has(relative(outDir, file).replace(/\.(gz|br)$/, ''))) {
                        rmSync(file)
                    }
                }
            },
        },
    }
}

/** The files with a hash in their names that the build in this folder consists of, as its manifest says. */
function filesOf(outDir: string): string[] {
    const manifest = join(outDir, '.vite/manifest.json')
    if (!existsSync(manifest)) {
        return []
    }
    const chunks = Object.values(JSON.parse(readFileSync(manifest, 'utf8')) as Manifest)
    return chunks.flatMap(({ file, css = [], assets = [] }) => [file, ...css, ...assets])
}

export default defineConfig(({ command }) => ({
    // The development server stands at the root and passes the API on.
    base: command === 'build' ? BASE : '/',
    plugins: [react(), tailwindcss(), browserSdk(), preloadFonts(), keepLastBuild(), compressed()],
    resolve: {
        alias: { '~': folder('./src'), '@products': folder('../products') },
        dedupe: ['react', 'react-dom', 'kea'],
    },
    build: {
        outDir: 'dist',
        // keepLastBuild does it.
        emptyOutDir: false,
        manifest: true,
        target: 'es2022',
        // Everything is a file: the content security policy allows no data: scripts or styles.
        assetsInlineLimit: 0,
        chunkSizeWarningLimit: 700,
        rolldownOptions: {
            output: {
                // A few files that change at different times, instead of one for every icon that two pages share.
                codeSplitting: {
                    groups: [
                        {
                            name: 'react',
                            test: /node_modules\/(react|react-dom|scheduler|kea[\w-]*|redux|reselect|url-pattern|use-sync-external-store|fast-deep-equal)\//,
                            priority: 30,
                        },
                        { name: 'ui', test: /node_modules\/(@base-ui|@floating-ui|lucide-react)\//, priority: 20 },
                        { name: 'shared', test: /frontend\/src\/(design\/[^/]+|lib\/.*)$/, priority: 10 },
                        { name: 'filters', test: /frontend\/src\/filters\//, priority: 10 },
                    ],
                },
            },
        },
    },
    server: {
        port: Number(process.env.PORT ?? 5173),
        proxy: Object.fromEntries(
            ['/api', '/_preflight', '/_health', '/_readyz', '/static', '/e/', '/batch', '/capture', '/i/'].map(
                (path) => [path, { target: process.env.PRICKLE_URL ?? 'http://127.0.0.1:8000', changeOrigin: false }]
            )
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
