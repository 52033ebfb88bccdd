import { regionName } from '#kernel'

const pages = [
  ['rules', '/law', '规则'],
  ['texts', '/law/texts', '法律法规库'],
  ['cleaning', '/law/cleaning', '清理台账'],
  ['settings', '/law/settings', '参数'],
  ['catalogue', '/catalogue', '品目目录'],
  ['central', '/catalogue/central', '集中采购目录和限额'],
] as const
/** What belongs to the law desk, as one line. */
export const LawNav = ({ at }: { at: (typeof pages)[number][0] }) => (
  <nav aria-label="法规与目录">
    <ul class="tabs">
      {pages.map(([key, href, name]) => (
        <li>
          <a href={href} {...(key === at ? { 'aria-current': 'page' } : {})}>
            {name}
          </a>
        </li>
      ))}
    </ul>
  </nav>
)
export const StateTag = ({ state }: { state: string }) => (
  <span class={state === '标记冲突' || state === '拟废止' ? 'tag soon' : 'tag'}>{state}</span>
)
export const regionShown = (code: string) => (code === '150000' ? '全区' : regionName(code))
