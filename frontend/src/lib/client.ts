/**
 * Requests checked against the API's own description: an address that is not there, a parameter it does not take or a
 * field it does not have is a type error. `generated/schema.d.ts` is that description, written by the back end.
 */
import type { components, paths } from '~/generated/schema'
import { http, type QueryParams } from './http'

/** A schema of the API by its name there. Code calls them `…Api`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name]

type Verb = 'get' | 'post' | 'patch' | 'delete'
type Json<Content> = Content extends { content: { 'application/json': infer Body } } ? Body : undefined

/** The addresses that answer to a verb. */
export type AddressFor<V extends Verb> = {
    [Address in keyof paths]: paths[Address] extends { [K in V]: { responses: unknown } } ? Address : never
}[keyof paths]

type Operation<V extends Verb, Address extends AddressFor<V>> = paths[Address] extends { [K in V]: infer O } ? O : never

/** What comes back when all is well. */
export type AnswerFrom<V extends Verb, Address extends AddressFor<V>> =
    Operation<V, Address> extends { responses: infer Responses }
        ? Responses extends { 200: infer Ok }
            ? Json<Ok>
            : Responses extends { 201: infer Created }
              ? Json<Created>
              : undefined
        : never

type PathOf<O> = O extends { parameters: { path: infer P } } ? { path: P } : { path?: never }
type QueryOf<O> = O extends { parameters: { query?: infer Q } } ? { query?: Q } : { query?: never }
type BodyOf<O> = O extends { requestBody: { content: { 'application/json': infer B } } }
    ? { body: B }
    : O extends { requestBody?: { content: { 'application/json': infer B } } }
      ? { body?: B }
      : { body?: never }

export type RequestTo<V extends Verb, Address extends AddressFor<V>> = PathOf<Operation<V, Address>> &
    QueryOf<Operation<V, Address>> &
    BodyOf<Operation<V, Address>> & { signal?: AbortSignal }

interface AnyRequest {
    path?: Record<string, string | number>
    query?: QueryParams
    body?: unknown
    signal?: AbortSignal
}

function fill(address: string, path: Record<string, string | number> = {}): string {
    // '@' is allowed in a path and stands in names such as @current, which are easier to read as they are.
    return address.replace(/\{(\w+)\}/g, (_, name: string) =>
        encodeURIComponent(String(path[name] ?? '')).replaceAll('%40', '@')
    )
}

/** One request. `request` may be left out only where the address needs nothing. */
export function call<V extends Verb, Address extends AddressFor<V>>(
    verb: V,
    address: Address,
    ...[request]: Record<never, never> extends RequestTo<V, Address>
        ? [request?: RequestTo<V, Address>]
        : [request: RequestTo<V, Address>]
): Promise<AnswerFrom<V, Address>> {
    const { path, query, body, signal } = (request ?? {}) as AnyRequest
    const options = { params: query, signal }
    const target = fill(String(address), path)
    const sent =
        verb === 'get'
            ? http.get(target, options)
            : verb === 'delete'
              ? http.delete(target, options)
              : http[verb as 'post' | 'patch'](target, body, options)
    return sent as Promise<AnswerFrom<V, Address>>
}
