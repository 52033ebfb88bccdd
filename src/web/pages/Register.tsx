import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Steps } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { Link, useParams } from 'react-router'
import { get, opOf, Problem, post, type Refusal, type Schema } from '../api.ts'
import { Answers } from '../ui/Answers.tsx'
import { ObjectForm } from '../ui/Form.tsx'
import { Refusals } from '../ui/pieces.tsx'

interface Kind {
  title: string
  module: string
  action: string
  /** Whose code the first page asks for, where one code registers once. */
  codeOf?: string
  intro: string
  pages: { title: string; fields: string[] }[]
  after: string
}
/** One idea a page; the last page promises and sends. */
const kinds: Record<string, Kind> = {
  supplier: {
    title: '供应商登记',
    module: 'supplier',
    action: 'register',
    codeOf: '供应商',
    intro: '填三页，作出承诺，当场入库，全区通用。不用交证照扫描件，不收费。',
    pages: [
      { title: '单位', fields: ['uscc', 'name', 'region', 'address'] },
      { title: '负责人', fields: ['inCharge', 'phone', 'scale'] },
      { title: '经办人账号', fields: ['contact'] },
    ],
    after: '已入库，现在就可以登录投标，在全区任何地方都不用再登记。',
  },
  agency: {
    title: '代理机构名录登记',
    module: 'agency',
    action: 'register',
    codeOf: '代理机构',
    intro: '填四页，作出承诺，符合规则的当场入名录，全区通用。',
    pages: [
      { title: '机构', fields: ['uscc', 'name', 'region', 'address'] },
      { title: '负责人', fields: ['inCharge', 'phone'] },
      { title: '从业条件', fields: ['staff', 'premises', 'recorded', 'scope'] },
      { title: '经办人账号', fields: ['contact'] },
    ],
    after: '已入名录，现在就可以登录办理采购人委托的项目。',
  },
  expert: {
    title: '申请成为评审专家',
    module: 'expert',
    action: 'apply',
    intro:
      '填四页，由申请地财政部门审核。身份证号只用来查重，不保存原号；姓名只给您本人和审核部门。',
    pages: [
      { title: '身份', fields: ['idNo', 'phone', 'region'] },
      { title: '职称和专业', fields: ['grade', 'title', 'titleYears', 'specialities'] },
      { title: '单位和回避', fields: ['employer', 'ties'] },
      { title: '姓名和账号', fields: ['contact'] },
    ],
    after: '申请已收到。用刚才的账号登录，可以看办理情况；审核通过后才会被抽取。',
  },
  claim: {
    title: '认领登记',
    module: 'claim',
    action: 'ask',
    intro: '本单位已有登记、但没有人知道账号时用。由登记地财政部门核实后，登记交给您的账号。',
    pages: [
      { title: '单位', fields: ['uscc', 'reason'] },
      { title: '经办人账号', fields: ['contact'] },
    ],
    after: '申请已收到。财政部门核实后，用刚才的账号登录即可。',
  },
}

/** Before sign-in: a wizard on a phone. Every page is judged live by the server, which tries the whole and keeps nothing. */
export const Register = () => {
  const { kind = '' } = useParams()
  const k = kinds[kind]
  if (!k)
    return (
      <main id="main">
        <h1>没有这一页</h1>
        <Link to="/">去登录</Link>
      </main>
    )
  return <Wizard key={kind} kind={k} />
}
/** As the server says it of a field that was left out. */
const EMPTY = '没有填'
const draftOf = (k: Kind) => `register.${k.module}`
const startOf = (k: Kind): Record<string, unknown> => {
  const kept = sessionStorage.getItem(draftOf(k))
  return {
    ...(k.pages.some((p) => p.fields.includes('contact')) ? { contact: {} } : {}),
    ...(kept ? (JSON.parse(kept) as object) : {}),
  }
}
const Wizard = ({ kind: k }: { kind: Kind }) => {
  const op = useQuery({ queryKey: ['op', k.module], queryFn: () => opOf(k.module, k.action) })
  const regions = useQuery({
    queryKey: ['regions'],
    queryFn: () => get<{ code: string; name: string }[]>('/api/library/listRegions'),
    staleTime: Infinity,
  })
  const [value, setValue] = useState(() => startOf(k))
  const [at, setAt] = useState(0)
  const [touched, setTouched] = useState<ReadonlySet<number>>(new Set())
  const [tried, setTried] = useState<ReadonlySet<number>>(new Set())
  const [refusals, setRefusals] = useState<Refusal[]>([])
  const [issues, setIssues] = useState<Record<string, string>>({})
  const [failure, setFailure] = useState('')
  const [busy, setBusy] = useState(false)
  const [done, setDone] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  const schema = op.data?.schema
  const promise = schema?.properties?.['commitment']
  const last = at === k.pages.length
  // biome-ignore lint/correctness/useExhaustiveDependencies: the heading is read out at each page
  useEffect(() => heading.current?.focus(), [at, done])
  /** Keeps what the server found wrong, and tells it by field. */
  const learn = (e: unknown, early: readonly Refusal[] = []): Record<string, string> => {
    if (!(e instanceof Problem)) throw e
    const all = e.refusals.length > 0 ? e.refusals : early
    const found = Object.fromEntries([
      ...e.issues.map((i) => [i.path, i.message] as const),
      ...all.filter((r) => r.field).map((r) => [r.field ?? '', r.because] as const),
    ])
    setRefusals([...all])
    setIssues(found)
    setFailure(e.refusals.length > 0 || e.issues.length > 0 ? '' : e.message)
    return found
  }
  /** What stands in the way of all that was typed so far, by field. */
  const judge = async (s: Schema): Promise<Record<string, string>> => {
    const code = value['uscc']
    // The code is judged before the rest is there; the rest as a whole, because that is how it will be sent.
    const early =
      k.codeOf && typeof code === 'string' && code !== ''
        ? await get<{ refusals: Refusal[] }>('/api/library/getCode', {
            kind: k.codeOf,
            uscc: code,
          }).then(
            (r) => r.refusals,
            () => [],
          )
        : []
    return post(`/api/${k.module}/${k.action}?dry=1`, filled(s, value)).then(
      () => {
        setRefusals([])
        setIssues({})
        setFailure('')
        return {}
      },
      (e: unknown) => learn(e, early),
    )
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: judged when what was typed changes
  useEffect(() => {
    if (!schema || done) return
    const { contact, ...rest } = value as { contact?: Record<string, unknown> }
    // A password is never written down, not even in this tab.
    sessionStorage.setItem(
      draftOf(k),
      JSON.stringify({
        ...rest,
        ...(contact ? { contact: { ...contact, password: undefined } } : {}),
      }),
    )
    const timer = setTimeout(() => judge(schema), 500)
    return () => clearTimeout(timer)
  }, [value, schema])
  if (op.isLoading) return <main id="main">正在取表单……</main>
  if (!schema) return <main id="main">表单没有取到，请刷新再试。</main>
  const change = (v: unknown) => {
    setTouched(new Set(touched).add(at))
    setValue(v as Record<string, unknown>)
  }
  const page = k.pages[at]
  const inPage = (path: string, fields: readonly string[]) =>
    fields.some((f) => path === f || path.startsWith(`${f}.`))
  // What is still empty is said when the page is left, not while it is being filled in.
  const shown = Object.fromEntries(
    Object.entries(issues).filter(([, m]) => tried.has(at) || (touched.has(at) && m !== EMPTY)),
  )
  // Whoever is quicker than the judging waits for it: what was said of an earlier state holds nobody up.
  const next = async () => {
    setTouched(new Set(touched).add(at))
    setTried(new Set(tried).add(at))
    setBusy(true)
    const found = await judge(schema).finally(() => setBusy(false))
    if (page && Object.keys(found).some((p) => inPage(p, page.fields))) return
    setAt(at + 1)
  }
  const send = () => {
    setBusy(true)
    post(`/api/${k.module}/${k.action}`, filled(schema, value), crypto.randomUUID())
      .then(
        () => {
          sessionStorage.removeItem(draftOf(k))
          setDone(true)
        },
        (e: unknown) => learn(e),
      )
      .finally(() => setBusy(false))
  }
  // Who checks the answers reads the place, not its code.
  const place = regions.data?.find((r) => r.code === value['region'])?.name
  const told = place === undefined ? value : { ...value, region: place }
  const elsewhere = k.pages
    .map((p, i) => ({ p, i }))
    .filter(({ p }) => Object.keys(issues).some((x) => inPage(x, p.fields)))
  const ofPage = refusals.filter((r) => !page || (r.field && inPage(r.field, page.fields)))
  if (done)
    return (
      <main id="main" className="register">
        <h1 ref={heading} tabIndex={-1}>
          {k.title}：已办
        </h1>
        <section className="card" aria-live="polite">
          <p>{k.after}</p>
          <Link to="/">
            <Button type="primary">去登录</Button>
          </Link>
        </section>
      </main>
    )
  return (
    <main id="main" className="register" style={{ maxWidth: 760, margin: '0 auto' }}>
      <p>
        <Link to="/">返回登录</Link>
      </p>
      <h1 ref={heading} tabIndex={-1}>
        {k.title}
      </h1>
      <p className="meta">{k.intro}</p>
      <Steps
        size="small"
        current={at}
        style={{ margin: '12px 0 16px' }}
        responsive={false}
        items={[...k.pages.map((p) => ({ title: p.title })), { title: '核对' }].map((s, i) => ({
          title: i === at ? s.title : '',
        }))}
        aria-label={`共${k.pages.length + 1}页，现在第${at + 1}页`}
      />
      <section className="card">
        <h2>{last ? '核对并承诺' : page?.title}</h2>
        {failure && touched.has(at) ? (
          <Alert type="error" showIcon title={failure} style={{ marginBottom: 12 }} />
        ) : null}
        {page ? (
          <>
            <ObjectForm
              schema={part(schema, page.fields)}
              value={value}
              onChange={change}
              issues={shown}
            />
            {touched.has(at) ? (
              <Refusals
                refusals={ofPage}
                onFix={(field, suggest) => change({ ...value, [field]: suggest })}
              />
            ) : null}
            {ofPage.some((r) => r.cure.includes('认领登记')) ? (
              <p>
                <Link to="/register/claim">认领登记</Link>
              </p>
            ) : null}
          </>
        ) : (
          <>
            <Answers
              schema={part(
                schema,
                k.pages.flatMap((p) => p.fields),
              )}
              value={told}
            />
            {promise ? (
              <p>
                <Checkbox
                  checked={value['commitment'] === true}
                  onChange={(e) => change({ ...value, commitment: e.target.checked })}
                >
                  {promise.description}
                </Checkbox>
              </p>
            ) : null}
            <Refusals refusals={touched.has(at) ? refusals : []} />
            {elsewhere.map(({ p, i }) => (
              <p key={p.title}>
                “{p.title}”还有没填好的。 <Button onClick={() => setAt(i)}>回去填</Button>
              </p>
            ))}
          </>
        )}
        <div className="bar">
          {last ? (
            <Button
              type="primary"
              loading={busy}
              disabled={
                elsewhere.length > 0 || (promise !== undefined && value['commitment'] !== true)
              }
              onClick={send}
            >
              提交
            </Button>
          ) : (
            <Button type="primary" loading={busy} onClick={next}>
              下一页
            </Button>
          )}
          {at > 0 ? <Button onClick={() => setAt(at - 1)}>上一页</Button> : null}
        </div>
      </section>
    </main>
  )
}
const part = (s: Schema, fields: readonly string[]): Schema => ({
  ...s,
  properties: Object.fromEntries(
    fields.flatMap((f) => {
      const p = s.properties?.[f]
      // An account is optional to whoever is signed in; before sign-in it is asked for.
      const asked = f === 'contact' ? (p?.anyOf?.find((x) => x.properties) ?? p) : p
      return asked ? [[f, { ...asked, title: p?.title ?? asked.title }]] : []
    }),
  ) as Record<string, Schema>,
  required: (s.required ?? []).filter((r) => fields.includes(r)),
})
/** What the server expects where nothing was typed yet, so that it says what is missing and not what is malformed. */
function filled(s: Schema, v: Record<string, unknown>): Record<string, unknown> {
  const base = Object.fromEntries(
    Object.entries(s.properties ?? {}).flatMap(([k, p]): [string, unknown][] =>
      p.type === 'boolean' ? [[k, false]] : p.type === 'array' ? [[k, []]] : [],
    ),
  )
  return { ...base, ...v }
}
export const RegisterLinks = () => (
  <nav className="card register-links" aria-label="还没有账号">
    <h2>还没有账号</h2>
    <div className="bar">
      {Object.entries(kinds).map(([path, k]) => (
        <Link key={path} to={`/register/${path}`}>
          <Button>{k.title}</Button>
        </Link>
      ))}
    </div>
  </nav>
)
