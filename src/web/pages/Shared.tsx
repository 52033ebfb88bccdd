import { Alert, Button, Input } from 'antd'
import { useState } from 'react'
import { Problem, post, type Section } from '../api.ts'
import { Sections } from '../ui/pieces.tsx'

/** 凭分享码查阅供应商资料。 */
export const Shared = () => {
  const [code, setCode] = useState('')
  const [failure, setFailure] = useState('')
  const [found, setFound] = useState<{ title: string; sections: Section[] } | null>(null)
  const read = () =>
    post<{ title: string; sections: Section[] }>('/api/supplier/readShared', {
      code: code.trim(),
    }).then(
      (r) => {
        setFound(r)
        setFailure('')
      },
      (e: unknown) => {
        setFound(null)
        setFailure(
          e instanceof Problem && e.status === 404
            ? '这个分享码没有给本单位，或者已经到期、收回'
            : e instanceof Problem
              ? e.message
              : '没有查到',
        )
      },
    )
  return (
    <>
      <h1>凭分享码查阅供应商资料</h1>
      <form
        className="card"
        onSubmit={(e) => {
          e.preventDefault()
          read()
        }}
      >
        {failure ? (
          <Alert type="error" showIcon title={failure} style={{ marginBottom: 12 }} />
        ) : null}
        <div className="field">
          <label htmlFor="code">分享码</label>
          <Input
            id="code"
            value={code}
            onChange={(e) => setCode(e.target.value)}
            maxLength={20}
            style={{ maxWidth: 260 }}
          />
        </div>
        <Button type="primary" htmlType="submit" disabled={code.trim() === ''}>
          查阅
        </Button>
      </form>
      {found ? (
        <>
          <h2>{found.title}</h2>
          <Sections sections={found.sections} />
        </>
      ) : null}
    </>
  )
}
