import { render, screen, waitFor } from '@testing-library/react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { DiskBanner } from './DiskBanner'
import { diskLogic } from './diskLogic'

function answer(status: number, body: string): void {
    vi.stubGlobal('fetch', async () => new Response(body, { status }))
}

describe('the banner about the disk', () => {
    beforeEach(() => {
        answer(200, '{"status":"ok","stores":{"redis":"ok"},"disk":"ok"}')
    })

    it('shows nothing while there is room', async () => {
        const { container } = render(<DiskBanner />)
        await waitFor(() => expect(diskLogic.values.level).toBe('ok'))
        expect(container.textContent).toBe('')
    })

    it('warns, raises the alarm, and goes away by itself', async () => {
        answer(200, '{"status":"ok","disk":"warning"}')
        render(<DiskBanner />)
        expect((await screen.findByRole('status')).textContent).toContain('filling up')

        answer(503, '{"status":"down","disk":"full"}')
        diskLogic.actions.ask()
        expect((await screen.findByRole('alert')).textContent).toContain('refused for now')

        answer(200, '{"status":"ok","disk":"ok"}')
        diskLogic.actions.ask()
        await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
    })

    it('believes what it knew when there is no answer, or a strange one', async () => {
        answer(503, '{"status":"down","disk":"full"}')
        render(<DiskBanner />)
        await screen.findByRole('alert')
        answer(502, '<html>Bad gateway</html>')
        diskLogic.actions.ask()
        answer(200, '{"disk":"<script>"}')
        diskLogic.actions.ask()
        await new Promise((resolve) => setTimeout(resolve, 20))
        expect(screen.getByRole('alert')).toBeTruthy()
    })
})
