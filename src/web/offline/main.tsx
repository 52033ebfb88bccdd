import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { Alert, Button, ConfigProvider, Progress, Upload } from 'antd'
import zhCN from 'antd/locale/zh_CN'
import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { MemoryRouter } from 'react-router'
import { fromBase64, openBid, sealedBytes } from '../../kernel/seal/suite.ts'
import { css, theme } from '../tokens.ts'
import { IndexTable, useAttached } from '../ui/BidIndex.tsx'
import { type BidIndex, blankBid, megabytes, schemaOf, unfilled, wrongIn } from '../ui/bidForm.ts'
import { prune } from '../ui/check.ts'
import { ObjectForm } from '../ui/Form.tsx'
import { makePackage, readSealingData, type SealingData } from '../ui/package.ts'
import { type Recovery, saveBlob, saveFile } from '../ui/sealing.ts'
import { chunksOf } from '../ui/streams.ts'
import { showInstant } from '../words.ts'

/** 离线封存：这一页不连任何网络，读入封存数据与附件，写出密封包与恢复文件。 */
const Offline = () => {
  const [data, setData] = useState<SealingData | null>(null)
  const [value, setValue] = useState<Record<string, unknown>>({})
  const [files, setFiles] = useState<File[]>([])
  const [issues, setIssues] = useState<Record<string, string>>({})
  const [failure, setFailure] = useState('')
  const [percent, setPercent] = useState<number | null>(null)
  const [done, setDone] = useState<{ file: Blob; recovery: Recovery } | null>(null)
  const [saved, setSaved] = useState(false)
  const attached = useAttached(files)
  const attempt = (run: () => Promise<void>) => {
    setFailure('')
    run().catch((e: unknown) => setFailure((e as Error).message || '没有做完，请再试一次'))
  }
  const take = (file: File) =>
    attempt(async () => {
      const d = await readSealingData(await file.text())
      setData(d)
      setValue(blankBid(d.items))
    })
  const seal = (d: SealingData) =>
    attempt(async () => {
      const content = prune(value) as Record<string, unknown>
      const wrong = wrongIn(d, content, attached)
      setIssues(wrong)
      const count = Object.keys(wrong).length
      if (count > 0) throw new Error(unfilled(count))
      const { box, suite, k, custodians, context } = d.seal
      const view = { box, suite, k, custodians, context }
      const sources = files.map((f) => ({
        name: f.name,
        type: f.type,
        size: f.size,
        bytes: () => chunksOf(f.stream()),
      }))
      const size = await sealedBytes({ suite, data: content, files: sources })
      setPercent(0)
      try {
        // Half for sealing, half for opening it again here: what does not open is not handed out.
        const made = await makePackage(view, content, sources, (n) =>
          setPercent(Math.floor((50 * n) / size)),
        )
        const again = await openBid({
          suite,
          context,
          envelope: made.recovery.envelope,
          seed: fromBase64(made.recovery.seed),
          body: chunksOf(made.body.stream()),
        })
        if (JSON.stringify(again.data) !== JSON.stringify(content))
          throw new Error('封存以后打不开，没有写出；请换一台机器或浏览器')
        setDone(made)
      } finally {
        setPercent(null)
      }
    })
  return (
    <>
      <header className="top">
        <strong>政府采购一张网　离线封存</strong>
      </header>
      <main id="main">
        <h1>离线封存</h1>
        <p className="meta">
          这一页不连网，也连不了网。先在联网的机器上从采购包保存“离线封存数据”，拷到这里；封好以后把密封包拷回去上传。
        </p>
        {failure ? <Alert type="error" showIcon title={failure} /> : null}
        {data === null ? (
          <section className="card">
            <h2>一、读入封存数据</h2>
            <Pick accept=".json,application/json" name="选择离线封存数据" onFile={take} />
          </section>
        ) : (
          <section className="card">
            <h2>一、核对</h2>
            <dl>
              <dt>采购包</dt>
              <dd>{data.title}</dd>
              <dt>截止时间</dt>
              <dd>{showInstant(data.deadline)}</dd>
              <dt>密码套件</dt>
              <dd>{data.seal.suite === 'GM-1' ? '国密' : '国际通用'}</dd>
              <dt>保管人</dt>
              <dd>
                {data.seal.params.custodians.map((c) => c.name).join('、')}，{data.seal.k}份可开
              </dd>
              <dt>参数摘要 SHA-256</dt>
              <dd>
                <code style={{ wordBreak: 'break-all' }}>{data.seal.digest}</code>
              </dd>
            </dl>
            <p className="meta">参数摘要应与采购包页面、流水里公布的一致。</p>
          </section>
        )}
        {data && !done ? (
          <section className="card">
            <h2>二、填写并封存</h2>
            <ObjectForm
              schema={schemaOf(data)}
              value={value}
              onChange={(v) => setValue(v as Record<string, unknown>)}
              issues={issues}
            />
            <p>附件（合计不超过500MB，一同加密）</p>
            <Pick
              name="选择附件"
              multiple
              onFile={(f) => setFiles((before) => [...before.filter((x) => x.name !== f.name), f])}
            />
            <ul>
              {files.map((f) => (
                <li key={f.name}>
                  {f.name}　{megabytes(f.size)}
                </li>
              ))}
            </ul>
            <IndexTable
              data={data}
              files={attached}
              value={(value['index'] ?? {}) as BidIndex}
              onChange={(index) => setValue({ ...value, index })}
              issues={issues}
            />
            {percent === null ? null : <Progress percent={percent} aria-label="封存与试开的进度" />}
            {failure ? <Alert type="error" showIcon title={failure} /> : null}
            <div className="bar">
              <Button type="primary" loading={percent !== null} onClick={() => seal(data)}>
                封存
              </Button>
              <Pick
                accept=".json,application/json"
                name={`读入${data.paper}副本`}
                onFile={(f) =>
                  attempt(async () => setValue(JSON.parse(await f.text()) as typeof value))
                }
              />
              <Button onClick={() => saveFile(`${data.paper}副本.json`, value)}>保存副本</Button>
            </div>
          </section>
        ) : null}
        {data && done ? (
          <section className="card" aria-live="polite">
            <h2>三、已封存，并在本机试开通过</h2>
            <p>
              两个文件都要保存。密封包拷回联网的机器上传；恢复文件自己保管，截止以前不要给任何人。
            </p>
            <div className="bar">
              <Button
                type="primary"
                onClick={() => saveBlob(`${data.paper}密封包.seal`, done.file)}
              >
                保存密封包（{megabytes(done.file.size)}）
              </Button>
              <Button
                type={saved ? 'default' : 'primary'}
                onClick={() => {
                  saveFile('投标恢复文件.json', done.recovery)
                  setSaved(true)
                }}
              >
                保存恢复文件
              </Button>
              <Button onClick={() => setDone(null)}>回去修改</Button>
            </div>
          </section>
        ) : null}
      </main>
    </>
  )
}
const Pick = (p: {
  name: string
  accept?: string
  multiple?: boolean
  onFile: (f: File) => void
}) => (
  <Upload
    {...(p.accept ? { accept: p.accept } : {})}
    multiple={p.multiple === true}
    fileList={[]}
    beforeUpload={(f) => {
      p.onFile(f)
      return false
    }}
  >
    <Button>{p.name}</Button>
  </Upload>
)

const style = document.createElement('style')
style.textContent = css
document.head.append(style)
const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <ConfigProvider locale={zhCN} theme={theme(false)} button={{ autoInsertSpace: false }}>
        <QueryClientProvider client={new QueryClient()}>
          <MemoryRouter>
            <Offline />
          </MemoryRouter>
        </QueryClientProvider>
      </ConfigProvider>
    </StrictMode>,
  )
