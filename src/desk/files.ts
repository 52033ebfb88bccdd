import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Hono } from 'hono'

const ROOT = fileURLToPath(new URL('../../dist/web/', import.meta.url))
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
}
// antd writes its styles at run time; nothing else is let in.
const CSP =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

/** The workbench, with the journal's key pinned in its page: built files; any other address under /desk/ is the application itself, which reads the address. */
export function deskFiles(journalKey: string) {
  const app = new Hono()
  const send = (path: string) => {
    const read = readFileSync(path)
    const bytes = path.endsWith('index.html')
      ? Buffer.from(
          read
            .toString('utf8')
            .replace('</head>', `<meta name="yiwang-journal" content="${journalKey}"></head>`),
        )
      : read
    const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
    const hashed = path.includes('/assets/')
    return new Response(new Uint8Array(bytes), {
      headers: {
        'content-type': types[extname(path)] ?? 'application/octet-stream',
        'cache-control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
        etag,
        'content-security-policy': CSP,
      },
    })
  }
  app.get('/desk', (c) => c.redirect('/desk/', 301))
  app.get('/desk/*', (c) => {
    const path = normalize(join(ROOT, c.req.path.slice('/desk/'.length)))
    if (!path.startsWith(ROOT)) return c.text('没有这个文件', 404)
    if (existsSync(path) && statSync(path).isFile()) return send(path)
    const index = join(ROOT, 'index.html')
    if (existsSync(index) && !c.req.path.includes('/assets/')) return send(index)
    return c.text(existsSync(index) ? '没有这个文件' : '工作台尚未构建：npm run build', 404)
  })
  return app
}
