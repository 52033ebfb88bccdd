import { stages } from '#flows'
import { diagram, openapi } from '#kernel'
import { roles } from '#law'
import { api } from './api.ts'

/** Documents that cannot rot: file under docs/ → text. */
export function generated(): Record<string, string> {
  return {
    'lifecycle.md': lifecycle(),
    'access.md': access(),
    'api.json': `${JSON.stringify(openapi(api, {}), null, 1)}\n`,
  }
}
const lifecycle = () =>
  [
    '# 各事项的一生',
    '',
    '由流程表生成（`node bin/docs.js`），不手写。',
    ...stages.flatMap((st) =>
      st.flows.length === 0
        ? []
        : [
            '',
            `## ${st.name}`,
            ...st.flows.flatMap((f) => [
              '',
              `### ${f.noun}（\`${f.module}\`）`,
              '',
              '```mermaid',
              diagram(f),
              '```',
            ]),
          ],
    ),
    '',
  ].join('\n')
const access = () =>
  [
    '# 谁可以办什么',
    '',
    '由流程表生成。“内部”的步骤由后一环节在自己的办理中带出，没有单独的接口。岗位还须触及该事项：本单位是当事人、本人是当事人，或属本地区。',
    '',
    `| 事项 | 步骤 | 由 | 到 | ${Object.keys(roles).join(' | ')} | 规则 |`,
    `|---|---|---|---|${Object.keys(roles)
      .map(() => '---')
      .join('|')}|---|`,
    ...stages.flatMap((st) =>
      st.flows.flatMap((f) =>
        Object.values(f.steps).map(
          (s) =>
            `| ${f.noun} | ${s.name}${s.inner ? '（内部）' : ''} | ${s.from.join('、') || '—'} | ${s.to} | ${Object.keys(
              roles,
            )
              .map((r) => (s.by.includes(r) ? '●' : ''))
              .join(
                ' | ',
              )} | ${(s.rules ?? []).map((r: { title: string }) => r.title).join('；')} |`,
        ),
      ),
    ),
    '',
  ].join('\n')
