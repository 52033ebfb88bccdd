import qrcode from 'qrcode-generator'

/** A QR code as one path: nothing is fetched, nothing is injected. */
export const Qr = ({ text, label }: { text: string; label: string }) => {
  const code = qrcode(0, 'M')
  code.addData(text)
  code.make()
  const n = code.getModuleCount()
  let path = ''
  for (let y = 0; y < n; y++)
    for (let x = 0; x < n; x++) if (code.isDark(y, x)) path += `M${x + 4} ${y + 4}h1v1h-1z`
  return (
    <svg viewBox={`0 0 ${n + 8} ${n + 8}`} width="220" role="img" aria-label={label}>
      <rect width="100%" height="100%" fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
