/**
 * Checks one notice in the reader's own browser: nothing is asked of the server but data that anyone can get, and every
 * step is told. Runs as it is written; no library.
 */
const root = document.getElementById('verify')
const list = document.getElementById('steps')
const verdict = document.getElementById('verdict')
/** In the language of the page. */
const say = (zh, en) => (document.documentElement.lang === 'en' ? en : zh)
const bytes = (b64) => Uint8Array.from(atob(b64), (c) => c.charCodeAt(0))
const hex = (b) => [...b].map((x) => x.toString(16).padStart(2, '0')).join('')
const sha = async (...parts) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', await new Blob(parts).arrayBuffer()))
const text = (s) => new TextEncoder().encode(s)
const same = (a, b) => hex(a) === hex(b)
/** RFC 8785 for what a notice holds: text, numbers, lists and objects. */
const canonical = (v) =>
  Array.isArray(v)
    ? `[${v.map(canonical).join(',')}]`
    : v !== null && typeof v === 'object'
      ? `{${Object.keys(v)
          .sort()
          .map((k) => `${JSON.stringify(k)}:${canonical(v[k])}`)
          .join(',')}}`
      : JSON.stringify(v)
const get = async (path) => {
  const res = await fetch(path, { cache: 'no-store' })
  if (!res.ok) throw new Error(`${path} ${res.status}`)
  return res
}
const step = (said, good) => {
  const li = document.createElement('li')
  li.textContent = `${good ? '✓' : '✗'} ${said}`
  list.append(li)
  if (!good) throw new Error(said)
}
/** RFC 9162 §2.1.3.2 */
const rootFrom = async (leaf, index, size, proof) => {
  let [at, last, hash] = [index, size - 1, leaf]
  const node = (l, r) => sha(new Uint8Array([1]), l, r)
  for (const p of proof) {
    if (at % 2 === 1 || at === last) {
      hash = await node(p, hash)
      while (at % 2 === 0 && at !== 0) {
        at = Math.floor(at / 2)
        last = Math.floor(last / 2)
      }
    } else hash = await node(hash, p)
    at = Math.floor(at / 2)
    last = Math.floor(last / 2)
  }
  if (last !== 0)
    throw new Error(say('包含证明的长度不对', 'the inclusion proof has the wrong length'))
  return hash
}
async function signed(note, vkey) {
  const key = bytes(vkey.trim().split('+').slice(2).join('+'))
  const cut = note.lastIndexOf('\n\n')
  const name = vkey.split('+')[0]
  const line = note
    .slice(cut + 2)
    .split('\n')
    .find((l) => l.startsWith(`— ${name} `))
  if (!line || key[0] !== 1) return false
  const publicKey = await crypto.subtle.importKey('raw', key.slice(1), 'Ed25519', false, ['verify'])
  return crypto.subtle.verify(
    'Ed25519',
    publicKey,
    bytes(line.split(' ')[2]).slice(4),
    text(note.slice(0, cut + 1)),
  )
}

async function run() {
  if (!crypto.subtle)
    throw new Error(
      say(
        '这个浏览器在不加密的网址上不提供密码学功能，请改用 https 网址，或用下面的办法',
        'this browser has no cryptography on an address without encryption; use https or the ways below',
      ),
    )
  const id = root.dataset.notice
  const notice = await (await get(`/notices/${id}.json`)).json()
  const mine = hex(await sha(text(canonical(notice.content))))
  step(
    say(
      `重算公告摘要：${mine.slice(0, 16)}…，与公告所记${mine === notice.sha256 ? '一致' : '不一致'}`,
      `Digest recomputed: ${mine.slice(0, 16)}…, ${mine === notice.sha256 ? 'as the notice says' : 'not what the notice says'}`,
    ),
    mine === notice.sha256,
  )
  if (!notice.journal)
    throw new Error(
      say(
        '公告刚刚发布，还没有编入流水，请稍后再核对',
        'just published and not in the journal yet; please check a little later',
      ),
    )
  const entry = await (await get(`/journal/entries/${notice.journal.index}`)).text()
  const said = JSON.parse(entry)
  const right = said.subject === id && said.open && said.open.sha256 === mine
  step(
    say(
      `流水第${notice.journal.index}条记着这份公告和同样的摘要`,
      `Entry ${notice.journal.index} of the journal names this notice and the same digest`,
    ),
    Boolean(right),
  )
  const note = await (await get('/journal/checkpoint')).text()
  const [, size, top] = note.split('\n')
  const leaf = await sha(new Uint8Array([0]), text(entry))
  const { proof } = await (
    await get(`/journal/proof/inclusion?leaf=${notice.journal.index}&size=${size}`)
  ).json()
  const made = await rootFrom(leaf, notice.journal.index, Number(size), proof.map(bytes))
  step(
    say(
      `由这一条和${proof.length}个哈希算出${size}条流水的树根，与检查点一致`,
      `From this entry and ${proof.length} hashes the root of ${size} entries, as the checkpoint says`,
    ),
    same(made, bytes(top)),
  )
  const vkey = await (await get('/journal/vkey')).text()
  let good = null
  try {
    good = await signed(note, vkey)
  } catch {
    good = null
  }
  if (good === null) {
    const li = document.createElement('li')
    li.textContent = say(
      '— 这个浏览器还不会核对 Ed25519 签名，这一步请用 npx yiwang verify',
      '— This browser cannot check an Ed25519 signature yet; for this step use npx yiwang verify',
    )
    list.append(li)
  } else step(say('检查点的签名有效', 'The signature of the checkpoint is valid'), good)
  const seen = Number(localStorage.getItem('yiwang-size') || 0)
  const seenRoot = localStorage.getItem('yiwang-root')
  if (seen > 0 && seen === Number(size))
    step(say('与您上次见到的是同一棵树', 'The same tree as you saw last time'), seenRoot === top)
  else if (seen > 0)
    step(
      say(
        `流水没有比您上次见到的（${seen}条）短`,
        `The journal is not shorter than what you saw last time (${seen})`,
      ),
      Number(size) >= seen,
    )
  localStorage.setItem('yiwang-size', size)
  localStorage.setItem('yiwang-root', top)
}
run()
  .then(() => {
    verdict.textContent = say(
      '属实：这份公告自发布以来没有改动。',
      'True: this notice has not changed since it was published.',
    )
    root.className = 'card proof'
  })
  .catch((e) => {
    verdict.textContent = say(`没有通过：${e.message}`, `Failed: ${e.message}`)
    root.className = 'card note'
  })
