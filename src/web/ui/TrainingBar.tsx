import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { get, Problem, post } from '../api.ts'
import { showInstant } from '../words.ts'

interface Clock {
  training: { now: string; pace: number; ends: string | null; seed: string } | null
}
const leaps = ['下一个期限', '当日结束', '一周以后'] as const

/** 培训区: said on every page, with the clock of the region; who keeps the system moves it on. Nothing at all elsewhere. */
export const TrainingBar = ({ role }: { role: string | null }) => {
  const client = useQueryClient()
  const [said, setSaid] = useState('')
  const { data } = useQuery({
    queryKey: ['training'],
    queryFn: () => get<Clock>('/api/training/get'),
    // Elsewhere it is asked once: what a database is never changes.
    refetchInterval: (q) => (q.state.data?.training ? 5_000 : false),
    staleTime: 60_000,
  })
  const t = data?.training
  if (!t) return null
  const leap = (to: string) =>
    post<{ at: string; about: string }>('/api/training/advance', { to }).then(
      (r) => {
        setSaid(`已推进到${showInstant(r.at)}${r.about ? `：${r.about}` : ''}`)
        // What was due is taken within a second.
        setTimeout(() => void client.invalidateQueries(), 1_000)
      },
      (e: unknown) => setSaid(e instanceof Problem ? e.message : '没有推进，请再试'),
    )
  return (
    <aside className="training" aria-label="培训区">
      <strong>培训区</strong>
      <span>练习用，不是真的采购</span>
      <span>
        时钟 {showInstant(t.now)}
        {t.pace > 1 ? `，快${t.pace}倍` : ''}
      </span>
      {role === '系统管理员' &&
        leaps.map((to) => (
          <Button key={to} size="small" onClick={() => leap(to)}>
            推进到{to}
          </Button>
        ))}
      <span role="status">{said}</span>
    </aside>
  )
}
