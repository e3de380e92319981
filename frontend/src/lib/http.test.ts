import { afterEach, describe, expect, it, vi } from 'vitest'
import { mockApi, refuse } from '~/testing/mockApi'
import { ApiError, http, readCookie, whenSignedOut, withParams } from './http'

afterEach(() => whenSignedOut(() => undefined))

const failure = async (request: Promise<unknown>): Promise<ApiError> => {
    const error = await request.then(
        () => null,
        (thrown: unknown) => thrown
    )
    expect(error).toBeInstanceOf(ApiError)
    return error as ApiError
}

describe('requests', () => {
    it('send the CSRF token with changes and not with questions', async () => {
        // biome-ignore lint/suspicious/noDocumentCookie: jsdom has no Cookie Store
        document.cookie = 'prickle_csrftoken=tok%3D1'
        const server = mockApi({ 'GET /a': {}, 'POST /a': {}, 'DELETE /a': undefined })
        await http.get('/a')
        await http.post('/a', { x: 1 })
        await http.delete('/a')
        expect(server.requests.map((request) => request.headers['X-CSRFToken'])).toEqual([undefined, 'tok=1', 'tok=1'])
        expect(server.requests[1]?.body).toEqual({ x: 1 })
    })

    it('leave empty parameters out', () => {
        expect(withParams('/a', { search: '', limit: 0, deep: undefined, name: 'x y' })).toBe('/a?limit=0&name=x+y')
        expect(withParams('/a')).toBe('/a')
    })

    it('find one cookie among several', () => {
        expect(readCookie('b', 'ab=1; b=2; bb=3')).toBe('2')
        expect(readCookie('z', 'ab=1')).toBe('')
    })
})

describe('failures', () => {
    it('carry what the server said, and where', async () => {
        mockApi({ 'POST /a': refuse(400, 'Too short.', { code: 'invalid', attr: 'name', extra: { start: 3 } }) })
        const error = await failure(http.post('/a'))
        expect([error.status, error.code, error.detail, error.attr, error.extra.start]).toEqual([
            400,
            'invalid',
            'Too short.',
            'name',
            3,
        ])
    })

    it('end by themselves when the server is down, not when a query takes too long', () => {
        expect(new ApiError(504, 'error', 'The proxy got no answer.').isTemporary).toBe(true)
        expect(new ApiError(504, 'query_timeout', 'The query was stopped.').isTemporary).toBe(false)
    })

    it('without a body still have a sentence', async () => {
        vi.stubGlobal('fetch', async () => new Response('<html>', { status: 502 }))
        expect((await failure(http.get('/a'))).detail).toMatch(/could not answer/)
    })

    it('of the network say that nobody answers', async () => {
        vi.stubGlobal('fetch', async () => {
            throw new TypeError('fetch failed')
        })
        const error = await failure(http.get('/a'))
        expect(error.isUnreachable).toBe(true)
    })

    it('of the session are told to the app, wrong passwords are not', async () => {
        const ended = vi.fn()
        whenSignedOut(ended)
        mockApi({
            'GET /a': refuse(401, 'Log in.'),
            'POST /api/login/': refuse(401, 'Wrong.', { code: 'invalid_credentials' }),
        })
        await failure(http.post('/api/login/'))
        expect(ended).not.toHaveBeenCalled()
        await failure(http.get('/a'))
        expect(ended).toHaveBeenCalledOnce()
    })
})
