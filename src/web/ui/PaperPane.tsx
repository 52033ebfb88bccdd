import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { BidIndex } from './bidForm.ts'

interface Opened {
  readonly id: string
  readonly name: string
  readonly response: { readonly index?: BidIndex } | null
  readonly files: readonly { readonly name: string; readonly size: number }[]
}
export interface Place {
  readonly no: number
  readonly file: string
  readonly page: number
  readonly to: number
}
/** Where this bidder says that the item is answered; null where it says nothing, or names what it did not hand in. */
export function placeOf(bid: Opened, item: string): Place | null {
  const at = bid.response?.index?.[item]
  const no = bid.files.findIndex((f) => f.name === at?.file)
  if (at?.page === undefined || at.file === undefined || no < 0) return null
  return { no, file: at.file, page: at.page, to: at.to ?? at.page }
}
const addressOf = (bid: string, no: number) => `/api/bid/attachment?id=${bid}&no=${no}`

export const PageLink = ({
  bid,
  item,
  onOpen,
}: {
  bid: Opened
  item: string
  onOpen: () => void
}) => {
  const at = placeOf(bid, item)
  const named = bid.response?.index?.[item]?.file
  if (at === null)
    return named ? <div className="meta">写在“{named}”，附件里没有这个文件</div> : null
  return (
    <div>
      <button type="button" className="link" onClick={onOpen}>
        {at.file} 第{at.page}
        {at.to > at.page ? `—${at.to}` : ''}页
      </button>
    </div>
  )
}
/** Room for two columns. */
export function useWide(): boolean {
  const [wide, setWide] = useState(() => matchMedia('(min-width: 1200px)').matches)
  useEffect(() => {
    const m = matchMedia('(min-width: 1200px)')
    const on = () => setWide(m.matches)
    m.addEventListener('change', on)
    return () => m.removeEventListener('change', on)
  }, [])
  return wide
}

type Paper = Awaited<ReturnType<typeof import('unpdf')['getDocumentProxy']>>
/** Only the pieces of the file that a page needs are fetched, and decrypted where they lie. */
async function openPaper(bid: string, no: number, size: number): Promise<Paper> {
  const { getResolvedPDFJS } = await import('unpdf')
  const pdf = await getResolvedPDFJS()
  const url = addressOf(bid, no)
  const piece = async (from: number, to: number) => {
    const r = await fetch(url, { headers: { range: `bytes=${from}-${to - 1}` } })
    if (!r.ok) throw new Error('取不到这份附件')
    return new Uint8Array(await r.arrayBuffer())
  }
  class Pieces extends pdf.PDFDataRangeTransport {
    override requestDataRange(from: number, to: number) {
      piece(from, to).then(
        (bytes) => this.onDataRange(from, bytes),
        () => this.abort(),
      )
    }
  }
  const first = await piece(0, Math.min(size, 65_536))
  return pdf.getDocument({
    range: new Pieces(size, first),
    disableAutoFetch: true,
    disableStream: true,
    isEvalSupported: false,
    useSystemFonts: true,
  }).promise
}

/** The bid's own page for the item in hand: opened where the bidder said, turned by whoever reads. */
export const PaperPane = ({
  bid,
  item,
  place,
  onTurn,
}: {
  bid: Opened
  item: string
  place: Place | null
  onTurn?: ((by: number) => void) | undefined
}) => {
  const [paper, setPaper] = useState<Paper | null>(null)
  // Turned by hand, it stays where it was turned to until another item is in hand.
  const mark = `${item}/${place?.page}`
  const [turned, setTurned] = useState({ mark, page: place?.page ?? 1 })
  const page = turned.mark === mark ? turned.page : (place?.page ?? 1)
  const setPage = (n: number) => setTurned({ mark, page: n })
  const [wrong, setWrong] = useState('')
  const canvas = useRef<HTMLCanvasElement>(null)
  const no = place?.no
  const size = no === undefined ? 0 : (bid.files[no]?.size ?? 0)
  useEffect(() => {
    if (no === undefined) return
    let mine: Paper | null = null
    let current = true
    openPaper(bid.id, no, size).then(
      (p) => {
        mine = p
        if (current) setPaper(p)
        else p.loadingTask.destroy()
      },
      () => current && setWrong('这份附件打不开，可能不是完好的PDF；请取下来看'),
    )
    return () => {
      current = false
      mine?.loadingTask.destroy()
    }
  }, [bid.id, no, size])
  useEffect(() => {
    if (!paper || !canvas.current) return
    const shown = canvas.current
    let stop: (() => void) | null = null
    let current = true
    const draw = async () => {
      const p = await paper.getPage(Math.min(Math.max(page, 1), paper.numPages))
      if (!current) return
      const room = shown.parentElement?.clientWidth ?? 600
      const scale = (room / p.getViewport({ scale: 1 }).width) * devicePixelRatio
      const viewport = p.getViewport({ scale })
      shown.width = viewport.width
      shown.height = viewport.height
      const task = p.render({ canvas: shown, viewport } as never)
      stop = () => task.cancel()
      await task.promise
      shown.dataset['page'] = String(page)
    }
    draw().catch((e: unknown) => {
      if (current && (e as Error).name !== 'RenderingCancelledException') setWrong('这一页画不出来')
    })
    return () => {
      current = false
      stop?.()
    }
  }, [paper, page])
  const turnBar = onTurn ? (
    <div className="bar">
      <Button size="small" onClick={() => onTurn(-1)}>
        上一家
      </Button>
      <Button size="small" onClick={() => onTurn(1)}>
        下一家的同一项
      </Button>
    </div>
  ) : null
  if (place === null)
    return (
      <aside className="card paper" aria-label="投标文件的页">
        <p className="meta">
          {item === ''
            ? '点到哪一项，这里就翻到投标人为它写明的那一页。'
            : `${bid.name}没有为这一项写明页码。`}
        </p>
        {turnBar}
      </aside>
    )
  const last = paper?.numPages ?? place.page
  return (
    <aside className="card paper" aria-label="投标文件的页">
      <p>
        <strong>{bid.name}</strong>　{place.file}
      </p>
      <div className="bar">
        <Button size="small" disabled={page <= 1} onClick={() => setPage(page - 1)}>
          上一页
        </Button>
        <span aria-live="polite">
          第 {page} 页，共 {paper ? last : '…'} 页
        </span>
        <Button size="small" disabled={page >= last} onClick={() => setPage(page + 1)}>
          下一页
        </Button>
        <a href={addressOf(bid.id, place.no)}>取这份文件</a>
      </div>
      {place.page > last ? (
        <p role="alert">
          投标人写的是第{place.page}页，这份文件只有{last}页。
        </p>
      ) : null}
      {wrong ? <p role="alert">{wrong}</p> : null}
      {paper || wrong ? null : <p className="meta">正在打开……</p>}
      <div className="page">
        <canvas ref={canvas} role="img" aria-label={`${bid.name} ${place.file} 第${page}页`} />
      </div>
      {turnBar}
    </aside>
  )
}
