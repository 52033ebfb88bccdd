import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/**
 * One file that needs nothing beside it: the script stands inside, named by its digest in a policy that lets the page reach
 * no network at all. Same source, same bytes: the digest is published.
 */
const oneFile: Plugin = {
  name: 'one-file',
  enforce: 'post',
  generateBundle(_, bundle) {
    const html = bundle['index.html']
    const scripts = Object.values(bundle).filter((x) => x.type === 'chunk')
    const [script] = scripts
    if (html?.type !== 'asset' || scripts.length !== 1 || !script)
      throw new Error('the offline page is one page and one script')
    // With one script there is nothing to load before it; the builder leaves its placeholder for that standing.
    const code = script.code
      .replaceAll('__VITE_PRELOAD__', 'void 0')
      .replaceAll('</script', '<\\/script')
    const digest = createHash('sha256').update(code).digest('base64')
    const policy = `default-src 'none'; script-src 'sha256-${digest}'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'`
    const text = String(html.source)
      .replace(/\s*<script[^>]*><\/script>/, '')
      .replace(
        '<meta charset="utf-8" />',
        `<meta charset="utf-8" />\n    <meta http-equiv="content-security-policy" content="${policy}" />`,
      )
    html.source = text.replace('</body>', () => `<script type="module">${code}</script>\n  </body>`)
    for (const name of Object.keys(bundle)) if (name !== 'index.html') delete bundle[name]
  },
}
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), oneFile],
  build: {
    outDir: fileURLToPath(new URL('../../../dist/offline', import.meta.url)),
    emptyOutDir: true,
    chunkSizeWarningLimit: 3000,
    modulePreload: false,
    rolldownOptions: { output: { codeSplitting: false } },
  },
})
