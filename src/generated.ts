import { besides, stages } from '#flows'
import { diagram, openapi } from '#kernel'
import { accessDocument } from './access.ts'
import { api } from './api.ts'
import { personalDataDocument } from './privacy.ts'

/** Documents that cannot rot: file under docs/ → text. */
export function generated(): Record<string, string> {
  return {
    'lifecycle.md': lifecycle(),
    'access.md': accessDocument(api),
    'personal-data.md': personalDataDocument(),
    'api.json': `${JSON.stringify(openapi(api, {}), null, 1)}\n`,
  }
}
const lifecycle = () =>
  [
    '# 各事项的一生',
    '',
    '由流程表生成（`node bin/docs.js`），不手写。',
    ...[...stages, ...besides].flatMap((st) =>
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
