import { z } from 'zod'
import {
  type Ask,
  done,
  listing,
  NotFound,
  op,
  present,
  readable,
  rfc3339,
  subjectOf,
  zDone,
  zId,
  zRecord,
  zText,
} from '#kernel'
import * as actions from './actions.ts'
import { issuerFlow } from './model.ts'
import * as store from './store.ts'

const id = zId<'issuer'>()
const file = (title: string) =>
  z.string().trim().min(1, '没有内容').max(2_000_000).meta({ title, 'x-kind': 'file' })
const MB = 1024 * 1024

async function get(ask: Ask, which: string) {
  const s = await subjectOf(ask.tx, issuerFlow, which)
  readable(ask.actor, issuerFlow, s)
  const i = await store.issuerOf(ask.tx, which)
  if (!i) throw new NotFound('颁发机构')
  const { bound, revoked } = await store.countOf(ask.tx, which)
  const late = i.listNext !== null && i.listNext <= ask.now
  return present(ask, actions.issuers, s, {
    data: {},
    sections: [
      {
        title: '颁发机构',
        fields: [
          { label: '名称', value: i.subject },
          { label: '证书指纹（国密杂凑）', value: i.fingerprint, kind: 'hash' },
          { label: '证书有效至', value: rfc3339(i.ends), kind: 'instant' },
          { label: '已登记的个人证书', value: bound ?? 0 },
        ],
      },
      {
        title: '吊销列表',
        fields: [
          {
            label: '现行列表签发于',
            value: i.listMade === null ? '还没有' : rfc3339(i.listMade),
            ...(i.listMade === null ? {} : { kind: 'instant' as const }),
          },
          ...(i.listNext === null
            ? []
            : [
                {
                  label: late ? '已经过期，应取新的一份' : '下一份应在此前取到',
                  value: rfc3339(i.listNext),
                  kind: 'instant' as const,
                },
              ]),
          { label: '已吊销的证书', value: revoked },
        ],
      },
    ],
  })
}
// biome-ignore format: a table reads as a table
export const issuerApi = {
  trust:   op({ title: '信任一个证书颁发机构', input: z.strictObject({ certificate: file('颁发机构证书（PEM 文件）') }), output: zDone, run: async (ask, i) => done(await actions.trust(ask, i.certificate)) }),
  publish: op({ title: '更新吊销列表', maxBody: 3 * MB, input: z.strictObject({ id, list: file('吊销列表（PEM 文件）') }), output: zDone, run: async (ask, i) => done(await actions.publish(ask, i.id, i.list)) }),
  end:     op({ title: '停止信任', input: z.strictObject({ id, reason: zText(300).meta({ title: '理由', 'x-kind': 'long' }) }), output: zDone, run: async (ask, i) => done(await actions.end(ask, i.id, i.reason)) }),
  list:    listing('证书颁发机构', issuerFlow),
  get:     op({ title: '一个证书颁发机构', reads: issuerFlow, input: z.strictObject({ id }), output: zRecord, run: (ask, i) => get(ask, i.id) }),
}
