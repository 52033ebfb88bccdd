import { Alert } from 'antd'
import { useRef, useState } from 'react'
import { Problem, post, type Refusal } from '../api.ts'
import { Refusals } from './pieces.tsx'

/** Send it once, with every reason shown when it is turned down: rule, facts, cure, and what was filled in wrongly. */
export function useSend<T>(path: string, onDone: (answer: T) => void) {
  const [refusals, setRefusals] = useState<Refusal[]>([])
  const [failure, setFailure] = useState('')
  const [busy, setBusy] = useState(false)
  const key = useRef(crypto.randomUUID())
  const send = (body: unknown) => {
    setBusy(true)
    post<T>(path, body, key.current)
      .then(onDone, (e: unknown) => {
        key.current = crypto.randomUUID()
        if (!(e instanceof Problem)) throw e
        setRefusals(e.refusals)
        // Malformed, the message names each field in the words of its form.
        setFailure(e.refusals.length > 0 ? '' : e.message)
      })
      .finally(() => setBusy(false))
  }
  const said = (
    <div aria-live="polite">
      {failure ? <Alert type="error" showIcon title={failure} style={{ marginBottom: 8 }} /> : null}
      <Refusals refusals={refusals} />
    </div>
  )
  return { send, busy, said }
}
