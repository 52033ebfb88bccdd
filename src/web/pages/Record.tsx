import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { Link, Navigate, useNavigate, useParams } from 'react-router'
import { get, type ProjectView, type RecordView } from '../api.ts'
import { Act } from '../ui/Act.tsx'
import { ContestChoose } from '../ui/ContestActs.tsx'
import { DrawNonce, DrawStart } from '../ui/DrawActs.tsx'
import { EmptyTables, ImportPanel } from '../ui/ImportPanel.tsx'
import { LetterStart } from '../ui/LetterStart.tsx'
import { isOrderAct, OrderAct, OrderPapers } from '../ui/OrderActs.tsx'
import { ServicePhotos } from '../ui/Photos.tsx'
import { ApplyPrequal, ReviewPrequal } from '../ui/PrequalActs.tsx'
import { ActionBar, DueChip, SectionIndex, Sections, Spine, Trail } from '../ui/pieces.tsx'
import { QualifyTable } from '../ui/QualifyTable.tsx'
import { Recover } from '../ui/Recover.tsx'
import { Reevaluate } from '../ui/Reevaluate.tsx'
import { Rehearsal } from '../ui/Rehearsal.tsx'
import { ChangeResult, CorrectResult } from '../ui/ResultActs.tsx'
import { isScored, ScorePanel } from '../ui/ScorePanel.tsx'
import { ScoreSheet } from '../ui/ScoreSheet.tsx'
import { SealBid } from '../ui/SealBid.tsx'
import { SealQuote } from '../ui/SealQuote.tsx'
import { SealResponse } from '../ui/SealResponse.tsx'
import { isServiceAct, ServiceAct } from '../ui/ServiceActs.tsx'
import { showDay, showInstant } from '../words.ts'

/** What the score sheet does row by row needs no button of its own beside it. */
const withoutSheet = (r: RecordView): RecordView =>
  r.data['sheet']
    ? { ...r, offers: r.offers.filter((o) => o.action !== 'score' && o.action !== 'object') }
    : r

export const Record = ({ role }: { role: string }) => {
  const { module = '', id = '' } = useParams()
  const client = useQueryClient()
  const {
    data: r,
    error,
    isLoading,
  } = useQuery({
    queryKey: ['record', module, id],
    queryFn: () => get<RecordView>(`/api/${module}/get`, { id }),
    retry: false,
  })
  const project = useQuery({
    queryKey: ['project', r?.process],
    queryFn: () => get<ProjectView>('/api/project/get', { id: r?.process ?? '' }),
    // A record whose story is its own hangs on no project.
    enabled: r !== undefined && r.process !== r.id && module !== 'cleaning',
    retry: false,
  })
  const [acting, setActing] = useState<string | null>(null)
  const [why, setWhy] = useState<string | null>(null)
  if (error) return <Alert type="error" showIcon title={error.message} />
  if (isLoading || !r) return <p className="meta">正在取……</p>
  const refresh = () => {
    setActing(null)
    setWhy(null)
    client.invalidateQueries()
  }
  const bidding = module === 'lot' && role === '供应商经办' && r.state === '招标中'
  const round = r.data['round'] as { kind: string; deadline: string } | undefined
  const quoting = module === 'lot' && role === '供应商经办' && round !== undefined
  return (
    <>
      <div className="meta">
        {r.shown.noun}　{r.no ?? ''}　按{showDay(r.lawOn)}的规则办理
      </div>
      <h1>{r.title}</h1>
      <p>
        <span className="chip state">{r.shown.state}</span> <DueChip due={r.due} />{' '}
        <span className="meta">自 {showInstant(r.since)}</span>
      </p>
      {project.data ? <Spine project={project.data} /> : null}
      {(acting === 'seal' && module !== 'contestquote') ||
      (acting === 'replace' && module === 'bid') ? (
        <SealBid
          lot={module === 'lot' ? r.id : String(r.data['lot'])}
          {...(module === 'bid' ? { bid: r.id } : {})}
          onDone={refresh}
          onCancel={() => setActing(null)}
        />
      ) : (acting === 'quote' && module !== 'service') ||
        (acting === 'replace' && module === 'quote') ? (
        <SealQuote
          lot={module === 'lot' ? r.id : String(r.data['lot'])}
          {...(module === 'quote' ? { quote: r.id } : {})}
          onDone={refresh}
          onCancel={() => setActing(null)}
        />
      ) : acting === 'replace' && module === 'frameworkResponse' ? (
        <SealResponse
          response={r.id}
          lot={String(r.data['lot'])}
          onDone={refresh}
          onCancel={() => setActing(null)}
        />
      ) : acting === 'qualify' && module === 'lot' && r.data['qualifying'] ? (
        <QualifyTable record={r} onDone={refresh} onCancel={() => setActing(null)} />
      ) : acting === 'reevaluate' && module === 'lot' ? (
        <Reevaluate record={r} onDone={refresh} onCancel={() => setActing(null)} />
      ) : acting === 'correctResult' && module === 'tender' ? (
        <CorrectResult record={r} onDone={refresh} onCancel={() => setActing(null)} />
      ) : acting === 'changeResult' && module === 'tender' ? (
        <ChangeResult record={r} onDone={refresh} onCancel={() => setActing(null)} />
      ) : acting === 'review' && module === 'prequal' ? (
        <ReviewPrequal record={r} onDone={refresh} onCancel={() => setActing(null)} />
      ) : acting === 'replace' && module === 'application' ? (
        <ApplyPrequal
          demands={r.data['qualifications'] as []}
          prequal={String(r.data['prequal'])}
          application={r.id}
          given={r.data['answers'] as Record<string, string>}
          onDone={refresh}
          onCancel={() => setActing(null)}
        />
      ) : acting === 'rebook' && module === 'remote' ? (
        <Navigate to={`/remote-rebook/${r.id}`} />
      ) : (acting === 'draw' && (module === 'tender' || module === 'framework')) ||
        (acting === 'drawMore' && module === 'framework') ? (
        <DrawStart
          tender={r.id}
          process={r.process}
          role={role}
          {...(module === 'framework' ? { framework: acting } : {})}
          onDone={refresh}
          onCancel={() => setActing(null)}
        />
      ) : module === 'draw' && (acting === 'join' || acting === 'reveal') ? (
        <DrawNonce
          record={r}
          action={acting}
          role={role}
          onDone={refresh}
          onCancel={() => setActing(null)}
        />
      ) : module === 'order' && isOrderAct(acting) ? (
        <OrderAct record={r} action={acting} onDone={refresh} onCancel={() => setActing(null)} />
      ) : module === 'contest' && acting === 'choose' ? (
        <ContestChoose record={r} onDone={refresh} onCancel={() => setActing(null)} />
      ) : (module === 'service' || module === 'contestquote') && isServiceAct(acting) ? (
        <ServiceAct record={r} action={acting} onDone={refresh} onCancel={() => setActing(null)} />
      ) : acting ? (
        <Act
          name={r.offers.find((o) => o.action === acting)?.name}
          module={module}
          action={acting}
          id={r.id}
          start={r.data}
          onDone={refresh}
          onCancel={() => setActing(null)}
        />
      ) : null}
      {module === 'review' && r.data['sheet'] ? (
        <ScoreSheet
          key={r.state}
          record={r}
          onSaved={() => client.invalidateQueries({ queryKey: ['record'] })}
        />
      ) : null}
      {module === 'framework' ? <FrameworkStarts state={r.state} role={role} /> : null}
      {module === 'order' || module === 'servicebill' ? <OrderPapers record={r} /> : null}
      {module === 'alarm' && r.data['about'] ? (
        <p>
          <Link to={`/service/${String(r.data['about'])}`}>看出问题的这一单</Link>
        </p>
      ) : null}
      {module === 'contest' && r.data['order'] ? (
        <p>
          <Link to={`/service/${String(r.data['order'])}`}>成立的服务单</Link>
        </p>
      ) : null}
      {module === 'auction' && !['待审批', '已撤销'].includes(r.state) ? (
        <p>
          <Link to={`/auction-room/${r.id}`}>进入竞价现场</Link>
        </p>
      ) : null}
      {module === 'price' ? (
        <p>
          <Link to={`/auction-room/${String(r.data['auction'])}`}>回到竞价现场</Link>
        </p>
      ) : null}
      {module === 'tender' && ['招标中', '已截标'].includes(r.state) ? (
        <p>
          <Link to={`/hall-room/${r.id}`}>进入开标大厅</Link>
          {role === '代理经办' ? (
            <>
              {'　'}
              <Link to={`/remote-plan/${r.id}`}>安排异地评审</Link>
            </>
          ) : null}
        </p>
      ) : null}
      {module === 'lot' && r.state !== '招标中' ? (
        <p>
          <Link to={`/hall-room/${String(r.data['tender'])}`}>开标大厅</Link>
        </p>
      ) : null}
      {typeof r.data['report'] === 'string' ? (
        <p>
          <Button href={r.data['report']}>评审报告（PDF）</Button>
        </p>
      ) : null}
      {module === 'lot' && role === '代理经办' && ['资格审查完', '评审中'].includes(r.state) ? (
        <LetterStart record={r} />
      ) : null}
      <div className={r.sections.length < 4 ? '' : 'indexed'}>
        <SectionIndex sections={r.sections} />
        <div>
          {module === 'listing' || module === 'intake' ? <ImportPanel record={r} /> : null}
          <Sections sections={r.sections} of={{ module: r.module, id: r.id }} />
          {isScored(module) ? <ScorePanel module={module} id={r.id} /> : null}
          {module === 'service' ? <ServicePhotos record={r} /> : null}
          <Trail trail={r.trail} />
        </div>
      </div>
      {module === 'bid' && r.state === '已提交' && !acting ? (
        <section className="card">
          <Rehearsal bid={r.id} />
          <Recover module="bid" id={r.id} />
        </section>
      ) : null}
      {(module === 'quote' || module === 'frameworkResponse') && r.state === '已提交' && !acting ? (
        <section className="card">
          <Recover module={module} id={r.id} />
        </section>
      ) : null}
      {bidding && !acting ? (
        <section className="card act">
          <Button type="primary" onClick={() => setActing('seal')}>
            {r.data['paper'] === '投标文件' ? '对这一包投标' : `提交${String(r.data['paper'])}`}
          </Button>
        </section>
      ) : null}
      {quoting && !acting ? (
        <section className="card act">
          <Button type="primary" onClick={() => setActing('quote')}>
            提交{round?.kind}
          </Button>
          <span className="meta">　{round ? `${showInstant(round.deadline)}截止` : ''}</span>
        </section>
      ) : null}
      {module === 'prequal' && role === '供应商经办' && r.state === '征集申请' ? (
        <ApplyPrequal demands={r.data['qualifications'] as []} prequal={r.id} />
      ) : null}
      {acting ? null : (
        <ActionBar record={withoutSheet(r)} onAct={setActing} why={why} setWhy={setWhy} />
      )}
    </>
  )
}
/** What may be begun under a framework as it stands: a purchase by whoever buys, an answer by whoever sells. */
const FrameworkStarts = ({ state, role }: { state: string; role: string }) => {
  const inForce = [
    '待备案',
    '执行中',
    '补充征集中',
    '补充待开启',
    '补充待评审',
    '补充待公告',
    '开放加入',
  ]
  const starts: [string, string][] =
    role === '采购人经办' && inForce.includes(state)
      ? [
          ['frameworkCall/choose', '直接选定'],
          ...(state === '开放加入'
            ? []
            : ([
                ['frameworkCall/compete', '发起二次竞价'],
                ['frameworkCall/rotate', '顺序轮候'],
                ['frameworkCall/outside', '非入围供应商更便宜'],
              ] as [string, string][])),
        ]
      : role === '供应商经办' && ['征集中', '补充征集中'].includes(state)
        ? [['frameworkResponse/submit', '提交响应文件']]
        : role === '供应商经办' && state === '开放加入'
          ? [['frameworkMember/apply', '申请加入']]
          : []
  if (starts.length === 0) return null
  return (
    <p>
      {starts.map(([to, name]) => (
        <span key={to}>
          <Link to={`/new/${to}`}>{name}</Link>
          {'　'}
        </span>
      ))}
    </p>
  )
}
export const Birth = () => {
  const { module = '', action = '' } = useParams()
  const go = useNavigate()
  const client = useQueryClient()
  if (module === 'bid') return <PickLot />
  if (module === 'frameworkResponse' && action === 'submit')
    return (
      <SealResponse
        onDone={(id) => {
          client.invalidateQueries()
          go(`/frameworkResponse/${id}`)
        }}
        onCancel={() => go('/')}
      />
    )
  return (
    <>
      {module === 'intake' ? <EmptyTables /> : null}
      <Act
        module={module}
        action={action}
        onDone={(d) => {
          client.invalidateQueries()
          go(`/${module}/${d.id}`)
        }}
        onCancel={() => go('/')}
      />
    </>
  )
}
const PickLot = () => {
  const go = useNavigate()
  return (
    <section className="card">
      <h2>提交投标（响应）文件</h2>
      <p>在“采购包”里选择要参加的包，打开后点“对这一包投标”或“提交响应文件”。</p>
      <Button type="primary" onClick={() => go('/lot')}>
        看采购包
      </Button>
    </section>
  )
}
