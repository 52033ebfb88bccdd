/**
 * JSON as strangers send it. JSON.parse keeps the last of two equal keys without a word, and two readers of one
 * signed text could then disagree; so equal keys are an error here. Also refused: nesting past 32.
 * Throws SyntaxError with a Chinese message.
 */
export function parseJson(text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new SyntaxError('请求内容不是合法的 JSON')
  }
  scan(text)
  return value
}

/** The text is known to be well-formed; only keys and depth are looked at. */
function scan(text: string) {
  const open: (Set<string> | null)[] = []
  let key = true
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (c === '"') {
      const start = i
      for (i++; text[i] !== '"'; i++) if (text[i] === '\\') i++
      const keys = open.at(-1)
      if (keys && key) {
        const name = JSON.parse(text.slice(start, i + 1)) as string
        if (keys.has(name)) throw new SyntaxError(`同一对象里“${name.slice(0, 40)}”出现了两次`)
        keys.add(name)
        key = false
      }
    } else if (c === '{' || c === '[') {
      open.push(c === '{' ? new Set() : null)
      key = true
      if (open.length > 32) throw new SyntaxError('JSON 嵌套超过32层')
    } else if (c === '}' || c === ']') open.pop()
    else if (c === ',') key = true
  }
}
