import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { parentPort } from 'node:worker_threads'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'

const port = parentPort
if (!port) throw new Error('只在排版线程里运行')
const fonts = dirname(
  createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans-sc/package.json'),
)
const font = (file: string) => readFileSync(join(fonts, file))
const compiler = NodeCompiler.create({
  fontArgs: [
    {
      fontBlobs: [
        font('400Regular/NotoSansSC_400Regular.ttf'),
        font('600SemiBold/NotoSansSC_600SemiBold.ttf'),
      ],
    },
  ],
})
const template = readFileSync(new URL('./paper.typ', import.meta.url), 'utf8')

port.on('message', ({ id, data }: { id: number; data: string }) => {
  try {
    const made = compiler.compile({ mainFileContent: template, inputs: { data } })
    const doc = made.result
    if (!doc) {
      const error = made.takeError()
      throw new Error(`排版失败：${JSON.stringify(error?.shortDiagnostics ?? '').slice(0, 2000)}`)
    }
    port.postMessage({ id, pdf: compiler.pdf(doc, { pdfStandard: 'a-2a' }), pages: doc.numOfPages })
  } catch (e) {
    port.postMessage({ id, fault: e instanceof Error ? e.message : String(e) })
  } finally {
    compiler.evictCache(4)
  }
})
