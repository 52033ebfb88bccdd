import type { Notice } from '#disclosure'
import { rfc3339 } from '#kernel'

const xml = (s: string) => s.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)

/** RFC 4287: notices, newest first; `self` is the path and query of the feed. */
export const feed = (
  origin: string,
  about: { title: string; self: string },
  notices: readonly Notice[],
) =>
  [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">',
    `<title>政府采购一张网：${xml(about.title)}</title>`,
    `<id>${xml(origin + about.self)}</id>`,
    `<link rel="self" href="${xml(origin + about.self)}"/>`,
    `<link href="${xml(origin)}/notices"/>`,
    `<updated>${notices[0] ? rfc3339(notices[0].published) : '1970-01-01T00:00:00Z'}</updated>`,
    ...notices.map(
      (n) =>
        `<entry><title>${xml(n.title)}</title><id>urn:uuid:${n.id}</id><link href="${xml(origin)}/notices/${n.id}"/><link rel="alternate" type="application/json" href="${xml(origin)}/notices/${n.id}.json"/>` +
        `<updated>${rfc3339(n.published)}</updated><author><name>${xml(n.publisher)}</name></author><category term="${xml(n.kind)}"/></entry>`,
    ),
    '</feed>',
  ].join('\n')
