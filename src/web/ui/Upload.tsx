import { Progress } from 'antd'
import { useState } from 'react'

/** One file to the address for uploads; what the form keeps is its id. */
export const UploadField = ({
  id,
  value,
  onChange,
  accept = '.xlsx,.csv',
}: {
  id: string
  value: string
  onChange: (v: unknown) => void
  accept?: string
}) => {
  const [state, setState] = useState<{ name: string; percent: number; failure?: string } | null>(
    null,
  )
  const send = (file: File) => {
    setState({ name: file.name, percent: 0 })
    onChange(null)
    const x = new XMLHttpRequest()
    x.open('POST', `/api/upload?name=${encodeURIComponent(file.name)}`)
    x.upload.onprogress = (e) =>
      setState({ name: file.name, percent: Math.floor((e.loaded / Math.max(1, e.total)) * 100) })
    const fail = (failure: string) => setState({ name: file.name, percent: 0, failure })
    x.onerror = () => fail('网络不通，请连上后重新选择')
    x.onload = () => {
      const body = JSON.parse(x.responseText || '{}') as { id?: string; detail?: string }
      if (x.status === 200 && body.id) {
        setState({ name: file.name, percent: 100 })
        onChange(body.id)
      } else fail(body.detail ?? '没有传上去，请重新选择')
    }
    x.send(file)
  }
  return (
    <>
      <input
        id={id}
        type="file"
        accept={accept}
        onChange={(e) => {
          const file = e.target.files?.[0]
          if (file) send(file)
        }}
      />
      {state && !state.failure ? (
        <Progress percent={state.percent} aria-label="上传进度" style={{ maxWidth: 420 }} />
      ) : null}
      {state?.failure ? (
        <div className="hint" role="alert">
          {state.failure}
        </div>
      ) : value && state ? (
        <div className="hint">{state.name} 已传好</div>
      ) : null}
    </>
  )
}
