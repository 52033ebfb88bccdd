import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { get } from '../api.ts'

export interface Good {
  code: string
  name: string
  leaf?: boolean
}
/** The catalogue as a tree that is walked, or searched by what people call things; what is chosen is said to whoever asked. */
export const CatalogueBrowser = ({
  at,
  go,
  choose,
}: {
  at: string
  go: (code: string) => void
  choose?: (i: Good) => void
}) => {
  const [word, setWord] = useState('')
  const tree = useQuery({
    queryKey: ['catalogue', at],
    queryFn: async () =>
      at === ''
        ? {
            path: [] as Good[],
            item: null,
            children: await get<Good[]>('/api/catalogue/listChildren'),
          }
        : get<{ path: Good[]; item: Good; children: Good[] }>('/api/catalogue/getItem', {
            code: at,
          }),
    placeholderData: (before) => before,
  })
  const found = useQuery({
    queryKey: ['items', word],
    enabled: word !== '',
    queryFn: () => get<Good[]>('/api/library/findItems', { word }),
    placeholderData: (before) => before,
  })
  const list = word === '' ? (tree.data?.children ?? []) : (found.data ?? [])
  const path = tree.data ? [...tree.data.path, ...(tree.data.item ? [tree.data.item] : [])] : []
  return (
    <>
      <Input
        aria-label="查找品目"
        placeholder="名称、俗称或编码，如：笔记本"
        allowClear
        maxLength={60}
        value={word}
        onChange={(e) => setWord(e.target.value.trim())}
        style={{ maxWidth: 360 }}
      />
      {word === '' ? (
        <nav aria-label="所在的类" style={{ margin: '8px 0' }}>
          <Button type="link" size="small" onClick={() => go('')}>
            全部大类
          </Button>
          {path.map((i) => (
            <span key={i.code}>
              ›
              <Button type="link" size="small" onClick={() => go(i.code)}>
                {i.name}
              </Button>
            </span>
          ))}
        </nav>
      ) : null}
      {word !== '' && found.data?.length === 0 ? (
        <p className="meta">没有这样的品目。可以换一个说法，或从大类往下找。</p>
      ) : null}
      <ul className="plain">
        {list.map((i) => (
          <li key={i.code} style={{ display: 'flex', gap: 8, alignItems: 'baseline' }}>
            <Button
              type="link"
              style={{ padding: 0, whiteSpace: 'normal', height: 'auto', textAlign: 'left' }}
              onClick={() => {
                setWord('')
                go(i.code)
              }}
            >
              {i.name}
            </Button>
            <span className="meta fig">{i.code}</span>
            {choose ? (
              <Button size="small" onClick={() => choose(i)} aria-label={`选用${i.name}`}>
                选用
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </>
  )
}
