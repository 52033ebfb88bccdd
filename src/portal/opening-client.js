// 开标现场：还会变的，有变化、到了时间就重取这一页里的这一块；已经结束的不再连接。没有脚本时按“刷新”。
const room = document.getElementById('room')
const said = document.getElementById('live')
if (room && said?.dataset.on) {
  const live = new EventSource(room.dataset.live)
  let last = null
  let timer
  let state = said.dataset.on
  const tell = (what) => {
    state = what
    const at = said.querySelector('.meta')
    if (at) at.textContent = what
  }
  const again = async () => {
    const res = await fetch(location.href, { cache: 'no-store' })
    if (!res.ok) return
    const page = new DOMParser().parseFromString(await res.text(), 'text/html')
    const fresh = page.getElementById('room')
    if (fresh) room.replaceChildren(...fresh.childNodes)
    const now = page.getElementById('live')
    if (!now) return
    said.replaceChildren(...now.childNodes)
    if (now.dataset.on) tell(state)
    else live.close()
    turn(now.dataset.turn)
  }
  // A day ahead is soon enough: a timer does not hold longer than some weeks.
  const turn = (ms) => {
    clearTimeout(timer)
    if (ms !== undefined && Number(ms) < 86_400_000) timer = setTimeout(again, Number(ms) + 3000)
  }
  turn(said.dataset.turn)
  live.addEventListener('open', () => tell(said.dataset.on))
  live.addEventListener('error', () => tell(said.dataset.off))
  live.addEventListener('change', (e) => {
    if (e.data === last) return
    const first = last === null
    last = e.data
    if (!first) again()
  })
}
