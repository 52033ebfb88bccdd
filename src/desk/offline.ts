import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Hono } from 'hono'

const FILE = fileURLToPath(new URL('../../dist/offline/index.html', import.meta.url))
/** The page that seals with the network unplugged, as built; null before the workbench is. */
export const offlinePage = (): Buffer<ArrayBuffer> | null =>
  existsSync(FILE) ? Buffer.from(readFileSync(FILE)) : null

/** Only ever handed out as a file: what is opened from this site is the workbench. */
export function offlineRoutes(page: Buffer<ArrayBuffer> | null) {
  const app = new Hono()
  app.get('/seal/offline.html', (c) =>
    page === null
      ? c.text('离线封存页尚未构建：npm run build', 404)
      : new Response(page, {
          headers: {
            'content-type': 'text/html; charset=utf-8',
            'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('离线封存.html')}`,
            'content-security-policy': "default-src 'none'; sandbox",
            'cache-control': 'no-cache',
            etag: `"${createHash('sha256').update(page).digest('base64url').slice(0, 22)}"`,
          },
        }),
  )
  return app
}
