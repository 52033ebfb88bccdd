import { useState } from 'react'

/** A small text file whose content goes along in the form itself: a certificate, a list. */
export const TextFile = ({
  id,
  value,
  onChange,
}: {
  id: string
  value: string
  onChange: (v: unknown) => void
}) => {
  const [name, setName] = useState('')
  return (
    <>
      <input
        id={id}
        type="file"
        accept=".pem,.crt,.cer,.crl,.txt"
        onChange={(e) => {
          const file = e.target.files?.[0]
          setName(file?.name ?? '')
          void file?.text().then(onChange)
        }}
      />
      {value && name ? <div className="hint">{name} 已读入</div> : null}
    </>
  )
}
