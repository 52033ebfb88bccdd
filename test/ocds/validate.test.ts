import { existsSync, readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compiledRelease, validate, versionedRelease } from '#ocds'
import { envelope, release, releasePackage } from './sample.ts'

/** The official schema of versioned releases contradicts its own merge routine on translations, details and `amendment`. */
const versionable = (v: unknown): unknown =>
  Array.isArray(v)
    ? v.map(versionable)
    : typeof v === 'object' && v !== null
      ? Object.fromEntries(
          Object.entries(v)
            .filter(([k]) => !/_|^details$|^amendment$/.test(k))
            .map(([k, x]) => [k, versionable(x)]),
        )
      : v
const recordPackage = () => ({
  ...envelope,
  records: [
    {
      ocid: release().ocid,
      releases: [release()],
      compiledRelease: compiledRelease([release()] as never).release,
      versionedRelease: versionedRelease([versionable(release())] as never).release,
    },
  ],
})
const paths = (v: unknown) => validate(v).faults.map((f) => f.path)

describe('合于标准的数据没有错误', () => {
  test.each([
    ['发布包', releasePackage()],
    ['发布', release()],
    ['记录包', recordPackage()],
    ['记录', recordPackage().records[0]],
    [
      '记录包',
      {
        ...envelope,
        records: [
          {
            ocid: 'x',
            releases: [{ url: 'https://example.org/1', date: release().date, tag: ['award'] }],
          },
        ],
      },
    ],
  ])('%s', (kind, v) => {
    const verdict = validate(JSON.parse(JSON.stringify(v)))
    expect(verdict.faults).toEqual([])
    expect(verdict.kind).toBe(kind)
  })
  test('标准没有说到的成员可以有', () => {
    expect(
      paths({ ...release(), 自家: { x: 1 }, tender: { ...release().tender, lots: '随便' } }),
    ).toEqual([])
  })
})

const bent = (f: (r: ReturnType<typeof releasePackage>) => void) => {
  const p = releasePackage()
  f(p)
  return p
}
test.each<[string, unknown, string[]]>([
  [
    '缺少 ocid',
    bent((p) => Reflect.deleteProperty(p.releases[0] as object, 'ocid')),
    ['/releases/0/ocid'],
  ],
  [
    '包缺少 publisher 和 version',
    { ...envelope, publisher: undefined, version: undefined, releases: [release()] },
    ['/publisher', '/version'],
  ],
  [
    'tag 是空的',
    bent((p) => {
      ;(p.releases[0] as { tag: string[] }).tag = []
    }),
    ['/releases/0/tag'],
  ],
  [
    '代码表外的状态',
    bent((p) => {
      ;(p.releases[0] as { tender: { status: string } }).tender.status = 'open'
    }),
    ['/releases/0/tender/status'],
  ],
  [
    '没有时区的时间',
    bent((p) => {
      ;(p.releases[0] as { date: string }).date = '2026-03-09T09:00:00'
    }),
    ['/releases/0/date'],
  ],
  [
    '金额写成了文本',
    bent((p) => {
      ;(p.releases[0] as never as { tender: { value: { amount: unknown } } }).tender.value.amount =
        '400000.00'
    }),
    ['/releases/0/tender/value/amount'],
  ],
  [
    '两个一样的采购内容',
    bent((p) => {
      const t = (p.releases[0] as ReturnType<typeof release>).tender
      t.items[1] = t.items[0] as never
    }),
    ['/releases/0/tender/items'],
  ],
  [
    '合同没有 awardID',
    bent((p) =>
      Reflect.deleteProperty(
        (p.releases[0] as ReturnType<typeof release>).contracts[0] as object,
        'awardID',
      ),
    ),
    ['/releases/0/contracts/0/awardID'],
  ],
  [
    '网址不是网址',
    bent((p) => {
      ;(
        p.releases[0] as never as { tender: { documents: { url: string }[] } }
      ).tender.documents[0] = {
        ...(p.releases[0] as ReturnType<typeof release>).tender.documents[0],
        url: '见附件',
      } as never
    }),
    ['/releases/0/tender/documents/0/url'],
  ],
  ['没有发布', { ...envelope, releases: [] }, ['/releases']],
  ['发布不是对象', { ...envelope, releases: ['x'] }, ['/releases/0']],
  ['记录没有 ocid', { ...envelope, records: [{ releases: [release()] }] }, ['/records/0/ocid']],
  [
    '记录里的发布有错',
    { ...envelope, records: [{ ocid: 'x', releases: [{ ...release(), id: '' }] }] },
    ['/records/0/releases/0/id'],
  ],
  ['不是对象', [1], ['']],
])('%s：说出在哪里', (_, v, expected) => {
  expect(paths(JSON.parse(JSON.stringify(v)))).toEqual(expected)
})
test('点了名的扩展，其字段也要对', () => {
  const lots =
    'https://raw.githubusercontent.com/open-contracting-extensions/ocds_lots_extension/v1.1.5/extension.json'
  const p = { ...releasePackage(), extensions: [lots, 'https://example.org/extension.json'] }
  ;(p.releases[0] as never as { tender: Record<string, unknown> }).tender['lots'] = [
    { title: '无号' },
  ]
  const v = validate(p)
  expect(v.faults.map((f) => f.path)).toEqual(['/releases/0/tender/lots/0/id'])
  expect(v.unknown).toEqual(['https://example.org/extension.json'])
})

/** The official schemas, where this machine has them; nothing of them is ours. */
const folder = ['../shared/ocds/schema', '../../shared/ocds/schema'].find(existsSync)
describe.skipIf(!folder)('与标准的官方模式同一裁决', () => {
  const ajv = new Ajv({ strict: false, validateSchema: false, logger: false })
  ;(addFormats as unknown as (a: Ajv) => void)(ajv)
  const read = (name: string) => {
    const { id, $schema, ...rest } = JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8'))
    return { $id: id, ...rest }
  }
  const official = () => {
    for (const n of ['release-schema', 'versioned-release-validation-schema'])
      if (!ajv.getSchema(read(n).$id)) ajv.addSchema(read(n))
    return {
      release: ajv.getSchema(read('release-schema').$id),
      releases:
        ajv.getSchema(read('release-package-schema').$id) ??
        ajv.compile(read('release-package-schema')),
      records:
        ajv.getSchema(read('record-package-schema').$id) ??
        ajv.compile(read('record-package-schema')),
    }
  }
  const places = (v: unknown, path: (string | number)[] = []): (string | number)[][] =>
    typeof v !== 'object' || v === null
      ? [path]
      : [
          path,
          ...Object.entries(v).flatMap(([k, x]) =>
            places(x, [...path, Array.isArray(v) ? Number(k) : k]),
          ),
        ]
  const junk = [
    null,
    '',
    'x',
    0,
    1.5,
    true,
    [],
    {},
    [1],
    ['a', 'a'],
    { id: 1 },
    '2026-13-40T00:00:00Z',
    'https://a b',
    '2026-01-01T00:00:00Z',
    [{}],
    [{}, {}],
    { releaseID: 1 },
  ]
  const mutate = (v: unknown, path: (string | number)[], how: unknown): unknown => {
    if (path.length === 0) return how === undefined ? {} : how
    const copy = JSON.parse(JSON.stringify(v))
    let at = copy
    for (const k of path.slice(0, -1)) at = at[k]
    const last = path.at(-1) as string
    if (how === undefined) Array.isArray(at) ? at.splice(Number(last), 1) : delete at[last]
    else at[last] = how
    return copy
  }
  test.each([
    ['发布包', 'releases', releasePackage()],
    ['记录包', 'records', JSON.parse(JSON.stringify(recordPackage()))],
  ] as const)('%s，处处改动', (_, key, base) => {
    const judge = official()[key]
    if (!judge) throw new Error('官方模式没有读出来')
    const all = places(base)
    let wrong = 0
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.nat(all.length - 1), fc.option(fc.constantFrom(...junk), { nil: undefined })),
          { minLength: 1, maxLength: 2 },
        ),
        (changes) => {
          let v: unknown = base
          for (const [n, how] of changes)
            try {
              v = mutate(v, all[n] as (string | number)[], how)
            } catch {
              /* the place went with the change before */
            }
          // What has lost its name is judged as what it then is; the packages are compared here.
          fc.pre(typeof v === 'object' && v !== null && key in v && !Array.isArray(v))
          const ours = validate(v).faults.length === 0
          if (!ours) wrong++
          expect(
            ours,
            JSON.stringify(changes.map(([n, how]) => [(all[n] as string[]).join('/'), how])),
          ).toBe(judge(v))
        },
      ),
      { numRuns: 400 },
    )
    expect(wrong, '改动里要有不少是错的，这项比较才有意义').toBeGreaterThan(80)
  })
})
