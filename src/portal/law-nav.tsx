import { regionName } from '#kernel'
import { type Reader, wordsOf } from './layout.tsx'

const pages = [
  ['rules', '/law', 'nav.rules'],
  ['texts', '/law/texts', 'law.texts'],
  ['cleaning', '/law/cleaning', 'law.cleaning'],
  ['settings', '/law/settings', 'set.title'],
  ['catalogue', '/catalogue', 'item.title'],
  ['central', '/catalogue/central', 'law.central'],
] as const
/** What belongs to the law desk, as one line. */
export const LawNav = ({ at, reader }: { at: (typeof pages)[number][0]; reader: Reader }) => (
  <nav aria-label={wordsOf(reader)('law.nav')}>
    <ul class="tabs">
      {pages.map(([key, href, name]) => (
        <li>
          <a href={href} {...(key === at ? { 'aria-current': 'page' } : {})}>
            {wordsOf(reader)(name)}
          </a>
        </li>
      ))}
    </ul>
  </nav>
)
export const StateTag = ({ state }: { state: string }) => (
  <span class={state === '标记冲突' || state === '拟废止' ? 'tag soon' : 'tag'}>{state}</span>
)
export const regionShown = (reader: Reader, code: string) =>
  code === '150000' ? wordsOf(reader)('all.region') : regionName(code)
