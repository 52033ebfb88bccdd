import { z } from 'zod'
import {
  done,
  op,
  present,
  readable,
  rfc3339,
  SUITES,
  subjectOf,
  subjectsFor,
  zDone,
  zId,
  zRecord,
  zSummary,
  zText,
} from '#kernel'
import * as actions from './actions.ts'
import { type Box, boxFlow, keepers, keyFlow } from './model.ts'
import { custodyState } from './opening.ts'
import * as store from './store.ts'
import { beginUpload, dropUpload, uploadState } from './uploads.ts'

const which = z.strictObject({ id: zId<'box'>() })
const key = z.strictObject({ id: zId<'key'>() })
const share = z.strictObject({
  entry: zId<'bid'>().meta({ title: '投标' }),
  share: z.base64().max(100).nullable().meta({ title: '份额' }),
  fault: zText(200).nullable().default(null).meta({ title: '解不开的说明' }),
})
const zUpload = z.strictObject({
  id: z.string(),
  box: z.string(),
  size: z.int(),
  received: z.int(),
  touched: z.string(),
})

export const custodyApi = {
  register: op({
    title: '登记开标密钥',
    input: z.strictObject({
      suite: z.enum(SUITES).meta({ title: '密码套件' }),
      publicKey: z.base64().max(200).meta({ title: '公钥' }),
    }),
    output: zDone,
    run: async (ask, i) => done(await actions.register(ask, i)),
  }),
  retire: op({
    title: '停用开标密钥',
    input: key,
    output: zDone,
    run: async (ask, { id }) => done(await actions.custodyKeys.take(ask, 'retire', id)),
  }),
  list: op({
    title: '开标密钥一览',
    reads: keyFlow,
    input: z.strictObject({}),
    output: z.array(zSummary),
    run: (ask) => subjectsFor(ask, keyFlow),
  }),
  get: op({
    title: '一把开标密钥',
    reads: keyFlow,
    input: key,
    output: zRecord,
    run: async (ask, { id }) => {
      const s = await subjectOf(ask.tx, keyFlow, id)
      readable(ask.actor, keyFlow, s)
      const k = await store.keyOf(ask.tx, id)
      return present(ask, actions.custodyKeys, s, {
        data: { suite: k.suite, publicKey: k.public_key, org: k.org },
        sections: [
          {
            title: '开标密钥',
            fields: [
              { label: '密码套件', value: suiteName(k.suite) },
              { label: '公钥', value: k.public_key, kind: 'hash' },
              { label: '登记时间', value: rfc3339(k.registered), kind: 'instant' },
            ],
          },
        ],
      })
    },
  }),
}
const suiteName = (s: string) =>
  s === 'GM-1' ? '国密（SM2、SM3、SM4）' : '国际通用（P-256、AES、SHA-256）'

export const boxApi = {
  release: op({
    title: '放出份额',
    input: z.strictObject({
      id: zId<'box'>(),
      shares: z.array(share).max(5000).meta({ title: '各份的份额' }),
    }),
    output: zDone,
    maxBody: 2 * 1024 * 1024,
    run: async (ask, i) => done(await actions.release(ask, i)),
  }),
  getShares: op({
    title: '待放的份额',
    limits: '只给本单位保管的、到了可以放时的份额，仍是密文',
    by: Object.keys(keepers),
    input: which,
    output: z.strictObject({
      no: z.int(),
      suite: z.enum(SUITES),
      publicKey: z.string(),
      shares: z.array(z.strictObject({ entry: z.string(), wrapped: z.string() })),
    }),
    run: (ask, { id }) => actions.waitingShares(ask, id),
  }),
  /** Which lots wait for this organisation's share, and which it has let go. */
  listMine: op({
    title: '由本单位保管份额的标箱',
    limits: '只列本单位保管份额的标箱',
    by: Object.keys(keepers),
    input: z.strictObject({}),
    output: z.array(
      z.strictObject({
        id: z.string(),
        lot: z.string(),
        title: z.string(),
        state: z.string(),
        closes: z.string(),
        suite: z.string(),
        publicKey: z.string(),
        released: z.boolean(),
        need: z.int(),
        have: z.int(),
        /** What must happen before anyone may let go; null when nothing stands in the way. */
        waits: z.string().nullable(),
      }),
    ),
    run: async (ask) => {
      const out = []
      for (const x of await subjectsFor(ask, boxFlow)) {
        const box = await store.boxOf(ask.tx, x.id)
        const c = actions.mine(ask, box)
        if (!c) continue
        const state = await custodyState(ask, box)
        out.push({
          id: x.id,
          lot: box.lot,
          title: x.title,
          state: x.state,
          closes: rfc3339(box.closes),
          suite: box.suite,
          publicKey: c.publicKey,
          released: state.some((y) => y.no === c.no && y.released),
          need: box.k,
          have: state.filter((y) => y.released).length,
          waits: box.suspended ?? (box.permittedAt === null ? box.gate : null),
        })
      }
      return out
    },
  }),
  beginUpload: op({
    title: '开始上传密文',
    limits: '只记在本单位名下',
    input: z.strictObject({
      box: zId<'box'>().meta({ title: '标箱' }),
      size: z.int().min(1).max(4_294_967_296).meta({ title: '密文字节数' }),
    }),
    output: zUpload.extend({ part: z.int() }),
    by: ['供应商经办'],
    run: async (ask, i) => {
      const u = await beginUpload(ask, i)
      return {
        id: u.id,
        box: u.box,
        size: u.size,
        received: 0,
        touched: rfc3339(u.touched),
        part: u.part,
      }
    },
  }),
  getUpload: op({
    title: '上传到哪里了',
    limits: '只答本单位的上传',
    by: ['供应商经办'],
    input: z.strictObject({ id: zId<'upload'>() }),
    output: zUpload,
    run: (ask, { id }) => uploadState(ask, id),
  }),
  dropUpload: op({
    title: '放弃上传',
    limits: '只办本单位的上传',
    by: ['供应商经办'],
    input: z.strictObject({ id: zId<'upload'>() }),
    output: z.strictObject({ id: z.string() }),
    run: async (ask, { id }) => {
      await dropUpload(ask, id)
      return { id }
    },
  }),
  list: op({
    title: '标箱一览',
    reads: boxFlow,
    input: z.strictObject({}),
    output: z.array(zSummary),
    run: (ask) => subjectsFor(ask, boxFlow),
  }),
  get: op({
    title: '一个标箱',
    reads: boxFlow,
    input: which,
    output: zRecord,
    run: async (ask, { id }) => {
      const s = await subjectOf(ask.tx, boxFlow, id)
      readable(ask.actor, boxFlow, s)
      const box = await store.boxOf(ask.tx, id)
      return present(ask, actions.boxes, s, {
        data: {
          lot: box.lot,
          part: box.part,
          suite: box.suite,
          k: box.k,
          params: box.params,
          digest: box.digest,
          closes: rfc3339(box.closes),
          sealedSet: box.sealedSet,
          custody: await custodyState(ask, box),
        },
        sections: [await custodySection(ask, box)],
      })
    },
  }),
}
export const custodySection = async (ask: Parameters<typeof custodyState>[0], box: Box) => ({
  title: box.part === '投标' ? '密封与保管' : `密封与保管：${box.part}`,
  fields: [
    { label: '密码套件', value: suiteName(box.suite) },
    {
      label: '启封条件',
      value: `${box.params.custodians.length}名保管人中${box.k}名放出份额`,
    },
    { label: '截止', value: rfc3339(box.closes), kind: 'instant' as const },
    { label: '参数摘要 SHA-256', value: box.digest, kind: 'hash' as const },
    ...(box.sealedSet === null
      ? []
      : [{ label: '封箱总摘要 SHA-256', value: box.sealedSet, kind: 'hash' as const }]),
  ],
  columns: [
    { key: 'role', label: '保管人' },
    { key: 'name', label: '单位' },
    { key: 'held', label: '密钥在谁手里' },
    { key: 'state', label: '份额' },
  ],
  rows: (await custodyState(ask, box)).map((c) => ({
    role: c.role,
    name: c.name,
    held: c.org === null ? '机器应答' : '本单位的密钥文件',
    state: c.released ? '已放出' : '未放出',
  })),
})
