import { type Instant, rfc3339 } from '#kernel'
import { compiledRelease, extensions, type Json, versionedRelease } from '#ocds'
import type { Release } from './store.ts'

export const PUBLISHER = '政府采购一张网'
/** Addresses of our own are kept without their site; a package names the site it is read from. */
export const absolute = (v: unknown, origin: string): unknown =>
  Array.isArray(v)
    ? v.map((x) => absolute(x, origin))
    : typeof v === 'object' && v !== null
      ? Object.fromEntries(
          Object.entries(v).map(([k, x]) => [
            k,
            (k === 'url' || k === 'uri') && typeof x === 'string' && x.startsWith('/')
              ? origin + x
              : absolute(x, origin),
          ]),
        )
      : v
export const extensionUrls = (origin: string) =>
  extensions.map((e) => e.url ?? `${origin}/ocds/extensions/${e.id}/extension.json`)
export const envelope = (origin: string, path: string, at: Instant) => ({
  uri: origin + path,
  version: '1.1',
  publishedDate: rfc3339(at),
  publisher: { name: PUBLISHER, uri: origin },
  publicationPolicy: `${origin}/ocds`,
  extensions: extensionUrls(origin),
})
export const releaseAt = (r: Release, origin: string) =>
  absolute(r.body, origin) as Record<string, unknown>

/** Everything published of one purchase: its releases, its present state and the history of every value. */
export function recordOf(releases: readonly Release[], origin: string) {
  const bodies = releases.map((r) => releaseAt(r, origin))
  const plain = (v: unknown) => JSON.parse(JSON.stringify(v)) as Record<string, unknown>
  return {
    ocid: releases[0]?.ocid,
    releases: bodies,
    compiledRelease: plain(compiledRelease(bodies as Json[]).release),
    versionedRelease: plain(versionedRelease(bodies as Json[]).release),
  }
}
