import { staffFlow } from '#identity/people'
import type { Rule, StateOf } from '#kernel'
import { citeMarked } from '#law'

export interface Facts {
  /** Why the certificate that is to be trusted may not be; null when it may. */
  readonly certificate: string | null
  /** Why the list that was handed in may not be believed; null when it may. */
  readonly list: string | null
  readonly known: boolean
}
const cites = [citeMarked('GB/T 22239-2019', '8.1.4.1 身份鉴别', '✎')]
const from = '2019-12-01' as const
const authority: Rule<Facts> = {
  id: 'issuer.authority',
  title: '只信任颁发机构的 SM2 证书',
  cites,
  from,
  check: ({ certificate }) =>
    certificate === null || {
      because: certificate,
      cure: '请上传直接签发个人证书的那一级颁发机构的证书（PEM）',
      field: 'certificate',
    },
}
const once: Rule<Facts> = {
  id: 'issuer.once',
  title: '同一颁发机构只列一次',
  cites,
  from,
  check: ({ known }) =>
    !known || {
      because: '这张颁发机构证书已经列过',
      cure: '停用过的请换用新的证书',
      field: 'certificate',
    },
}
const believed: Rule<Facts> = {
  id: 'issuer.list',
  title: '吊销列表须由该颁发机构签名，且比现行的新',
  cites,
  from,
  check: ({ list }) =>
    list === null || { because: list, cure: '请从颁发机构取最新的完整列表（PEM）', field: 'list' },
}
// biome-ignore format: a table reads as a table
export const issuerFlow = staffFlow<Facts>()(
  { noun: '颁发机构', module: 'issuer', states: ['受信', '停用'] },
  {
    trust:   { name: '列入信任', stepUp: true, from: [], to: '受信', by: ['安全管理员', '系统'], rules: [authority, once] },
    publish: { name: '更新吊销列表', stepUp: true, from: ['受信'], to: '受信', by: ['安全管理员'], rules: [believed], may: true },
    end:     { name: '停止信任', stepUp: true, from: ['受信'], to: '停用', by: ['安全管理员'], may: true },
  },
)
export type State = StateOf<typeof issuerFlow>

/**
 * Does the certificate name this person? In one of two ways (△): the person's own name, or the name of an organisation where the
 * person holds a position (an organisation's certificate in the hands of its clerk).
 */
export const namesPerson = (
  c: { commonName: string; text: string },
  p: { name: string; orgs: readonly string[] },
): boolean => {
  const organisation = c.text
    .split(', ')
    .find((x) => x.startsWith('O='))
    ?.slice(2)
  return (
    c.commonName === p.name ||
    p.orgs.includes(c.commonName) ||
    (organisation !== undefined && c.commonName === organisation && p.orgs.includes(organisation))
  )
}
