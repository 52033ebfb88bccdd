/** What is listed, as a table for a spreadsheet; no cell may start a formula. */
export function saveCsv(
  name: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
) {
  const cell = (s: string) => `"${(/^[=+\-@\t\r]/.test(s) ? `'${s}` : s).replaceAll('"', '""')}"`
  const text = `\ufeff${[heads, ...rows].map((r) => r.map(cell).join(',')).join('\r\n')}\r\n`
  const a = document.createElement('a')
  a.href = URL.createObjectURL(new Blob([text], { type: 'text/csv' }))
  a.download = `${name}.csv`
  a.click()
  URL.revokeObjectURL(a.href)
}
