// 开标现场：有变化就重取这一页里的这一块；没有脚本时按“刷新”。
const room = document.getElementById('room')
const said = document.getElementById('live')
if (room && said) {
  const live = new EventSource(room.dataset.live)
  let last = null
  live.addEventListener('open', () => {
    said.textContent = said.dataset.on
  })
  live.addEventListener('error', () => {
    said.textContent = said.dataset.off
  })
  live.addEventListener('change', async (e) => {
    if (e.data === last) return
    const first = last === null
    last = e.data
    if (first) return
    const res = await fetch(location.href, { cache: 'no-store' })
    if (!res.ok) return
    const page = new DOMParser().parseFromString(await res.text(), 'text/html')
    const fresh = page.getElementById('room')
    if (fresh) room.replaceChildren(...fresh.childNodes)
  })
}
