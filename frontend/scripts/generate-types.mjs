/**
 * Writes src/generated/schema.d.ts from src/generated/openapi.json, which `bin/hogli build:openapi` writes from the views.
 * With --check it changes nothing and fails when the file is out of date.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import openapiTypescript, { astToString } from 'openapi-typescript'

const source = new URL('../src/generated/openapi.json', import.meta.url)
const target = new URL('../src/generated/schema.d.ts', import.meta.url)
const HEADER = `/** Written by \`bin/hogli build:openapi\` from the API's own description. Do not edit. */\n\n`

const types =
    HEADER +
    astToString(
        await openapiTypescript(source, { alphabetize: true, emptyObjectsUnknown: true, defaultNonNullable: false })
    )

if (process.argv.includes('--check')) {
    const present = await readFile(target, 'utf8').catch(() => '')
    if (present !== types) {
        process.stderr.write(`${fileURLToPath(target)} is out of date. Run bin/hogli build:openapi.\n`)
        process.exit(1)
    }
} else {
    await writeFile(target, types)
}
