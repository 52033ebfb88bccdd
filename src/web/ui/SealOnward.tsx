import { Alert, Button, Progress, Upload } from 'antd'
import { useState } from 'react'
import { post } from '../api.ts'
import { megabytes } from './bidForm.ts'
import { dropSealing, filesAgain, type Kept, type Whose } from './kept.ts'
import type { Order } from './seal.worker.ts'

/** 封存与上传的进度；可以暂停，也可以从停处继续。 */
export const SealProgress = ({
  stage,
  percent,
  order,
}: {
  stage: string
  percent: number
  order: ((o: Order) => void) | null
}) => {
  const [paused, setPaused] = useState(false)
  return (
    <div>
      <div role="status">
        <p>{paused ? '已暂停，传到的部分都在；网络不通或关了页面也一样' : stage}</p>
        <Progress percent={percent} aria-label="封存与上传的进度" />
      </div>
      {order ? (
        <Button
          style={{ marginTop: 8 }}
          onClick={() => {
            order({ kind: paused ? 'go' : 'pause' })
            setPaused(!paused)
          }}
        >
          {paused ? '继续上传' : '暂停上传'}
        </Button>
      ) : null}
    </div>
  )
}

/** 上次封存了、没有传完或没有提交的：选回当时的附件，从断处接着传；内容改一个字节也不会接着传。 */
export const SealOnward = ({
  kept,
  whose,
  chosen,
  failure,
  onResume,
  onDropped,
  onCancel,
}: {
  kept: Kept
  whose: Whose
  /** Still at hand when the page was not closed. */
  chosen: readonly File[]
  failure: string | null
  onResume: (files: File[]) => void
  onDropped: () => void
  onCancel: () => void
}) => {
  const [files, setFiles] = useState<readonly File[]>(chosen)
  const same = filesAgain(kept, files)
  const drop = async () => {
    // What the platform no longer has, or already counts as a bid, is only forgotten here.
    await post('/api/box/dropUpload', { id: kept.upload }).catch(() => undefined)
    await dropSealing(whose)
    onDropped()
  }
  return (
    <section className="card">
      <h2>上次的投标还没有提交</h2>
      <p>
        上次封存以后没有传完，或者传完了没有提交。已经送出的部分平台都留着，密文共
        {megabytes(kept.size)}
        ，从断处接着传即可。内容以当时填写的为准。
      </p>
      {kept.files.length > 0 ? (
        <>
          <p>{same ? '当时的附件已选回：' : '请再选一次当时的附件，文件不能改过：'}</p>
          <ul>
            {kept.files.map((f) => (
              <li key={f.name}>
                {f.name}　{megabytes(f.size)}
              </li>
            ))}
          </ul>
          <Upload
            multiple
            fileList={[]}
            beforeUpload={(_, all) => {
              setFiles(all)
              return false
            }}
          >
            <Button style={{ marginBottom: 12 }}>选回当时的附件</Button>
          </Upload>
          {files.length > 0 && !same ? (
            <Alert type="error" showIcon title="选的文件与当时的名称或大小不同，请选原来的文件" />
          ) : null}
        </>
      ) : null}
      {failure ? <Alert type="error" showIcon title={failure} /> : null}
      <div className="bar">
        <Button type="primary" disabled={!same} onClick={() => same && onResume(same)}>
          接着传并提交
        </Button>
        <Button onClick={drop}>放弃上次的，重新封存</Button>
        <Button onClick={onCancel}>不办了</Button>
      </div>
    </section>
  )
}
