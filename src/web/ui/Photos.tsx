import { Button } from 'antd'
import { useRef, useState } from 'react'
import type { RecordView } from '../api.ts'
import { showInstant } from '../words.ts'

export interface Shot {
  file: string
  /** Shown from the device itself, without asking the server. */
  url: string
}
const MOST = 6
const EDGE = 1600
/**
 * Drawn anew at a size that a slow line carries: what the camera wrote beside the picture (where, when, with what) stays on the phone.
 */
async function drawn(file: File): Promise<Blob> {
  const image = await createImageBitmap(file)
  const by = Math.min(1, EDGE / Math.max(image.width, image.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(image.width * by))
  canvas.height = Math.max(1, Math.round(image.height * by))
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((ok, fail) =>
    canvas.toBlob((b) => (b ? ok(b) : fail(new Error('这张照片画不出来'))), 'image/jpeg', 0.85),
  )
}
/** 拍照：手机上直接打开相机；拍了就传，传好了才算。 */
export const PhotoField = ({
  shots,
  onChange,
  label,
}: {
  shots: readonly Shot[]
  onChange: (shots: Shot[]) => void
  label: string
}) => {
  const input = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState('')
  const add = async (files: readonly File[]) => {
    setBusy(true)
    setFailure('')
    const added: Shot[] = []
    try {
      for (const file of files.slice(0, MOST - shots.length)) {
        const blob = await drawn(file).catch(() => {
          throw new Error(`${file.name}不是能看的照片`)
        })
        const res = await fetch(`/api/upload?name=${encodeURIComponent('照片.jpg')}`, {
          method: 'POST',
          headers: { 'content-type': 'image/jpeg' },
          body: blob,
        }).catch(() => {
          throw new Error('网络不通，请连上后重拍')
        })
        const body = (await res.json()) as { id?: string; detail?: string }
        if (!res.ok || !body.id) throw new Error(body.detail ?? '没有传上去，请重拍')
        added.push({ file: body.id, url: URL.createObjectURL(blob) })
      }
    } catch (e) {
      setFailure((e as Error).message)
    } finally {
      setBusy(false)
      if (added.length > 0) onChange([...shots, ...added])
    }
  }
  return (
    <div className="field">
      <span className="label">
        {label}（可以不拍，至多{MOST}张）
      </span>
      <input
        ref={input}
        type="file"
        accept="image/*"
        capture="environment"
        multiple
        hidden
        aria-label={label}
        onChange={(e) => {
          void add([...(e.target.files ?? [])])
          e.target.value = ''
        }}
      />
      <div className="bar" style={{ alignItems: 'center' }}>
        {shots.map((s, n) => (
          <span key={s.file} style={{ position: 'relative' }}>
            <img
              src={s.url}
              alt={`第${n + 1}张`}
              style={{ width: 88, height: 88, objectFit: 'cover', borderRadius: 4 }}
            />
            <Button
              size="small"
              aria-label={`去掉第${n + 1}张`}
              style={{ position: 'absolute', top: 4, right: 4, minWidth: 28, padding: 0 }}
              onClick={() => onChange(shots.filter((x) => x.file !== s.file))}
            >
              ×
            </Button>
          </span>
        ))}
        <Button
          size="large"
          loading={busy}
          disabled={shots.length >= MOST}
          onClick={() => input.current?.click()}
        >
          拍照
        </Button>
      </div>
      {failure ? (
        <div className="hint" role="alert">
          {failure}
        </div>
      ) : null}
    </div>
  )
}
interface Kept {
  file: string
  stage: string
  by: string
  at: string
}
/** What was photographed, by stage: kept as proof of what was done, its digests in the journal. */
export const ServicePhotos = ({ record }: { record: RecordView }) => {
  const photos = (record.data['photos'] ?? []) as Kept[]
  if (photos.length === 0) return null
  const src = (p: Kept) => `/api/service/photo?id=${record.id}&file=${p.file}`
  return (
    <section className="card">
      <h2>照片</h2>
      <ul className="plain" style={{ display: 'flex', flexWrap: 'wrap', gap: 12 }}>
        {photos.map((p) => (
          <li key={p.file} style={{ width: 160 }}>
            <a href={src(p)} target="_blank" rel="noreferrer">
              <img
                src={src(p)}
                alt={`${p.stage}时，${p.by}`}
                loading="lazy"
                style={{ width: 160, height: 120, objectFit: 'cover', borderRadius: 4 }}
              />
            </a>
            <div className="meta">
              {p.stage}　{p.by}
              <br />
              {showInstant(p.at)}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
