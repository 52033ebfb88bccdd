import { showDay, showInstant, showYuan } from '#kernel'
import type { PublicFramework } from '#mall/framework'
import { Page, type Reader } from './layout.tsx'

const stands = (f: PublicFramework) =>
  f.ends !== null
    ? `有效，${showDay(f.ends)}期满`
    : f.deadline !== null
      ? `征集中，${showInstant(f.deadline)}截止响应`
      : f.state
/** 框架协议：谁入围、至多多少钱、轮到谁，有效期内人人随时查得到（110号令第三十、四十条）。 */
export const FrameworksPage = ({
  reader,
  all,
}: {
  reader: Reader
  all: readonly PublicFramework[]
}) => (
  <Page title="框架协议" reader={reader}>
    <h1>框架协议</h1>
    <p>
      正在征集和有效的框架协议。协议价格是采购人成交的最高限价；轮候次序一经确定不再调整，轮到谁由已经授予的合同算出。
    </p>
    {all.length === 0 ? <p>现在没有征集中或者有效的框架协议。</p> : null}
    {all.map((f) => (
      <section class="card">
        <h2>
          <a href={`/projects/${f.ocid}`}>{f.title}</a>
        </h2>
        <p>
          {f.host}征集　{f.kind}　{stands(f)}　第二阶段：{f.modes.join('、')}
        </p>
        {f.lots.map((l) => (
          <>
            <h3>
              第{l.no}包　{l.name}　{f.kind === '开放式' ? '付费标准' : '最高限制单价'}
              {showYuan(l.ceiling)}元/{l.unit}
            </h3>
            {l.members.length === 0 ? (
              <p>
                {f.kind === '开放式'
                  ? '还没有供应商加入；有效期内随时可以申请。'
                  : '入围供应商尚未确定。'}
              </p>
            ) : (
              <table class="fold">
                <thead>
                  <tr>
                    <th scope="col">次序</th>
                    <th scope="col">入围供应商</th>
                    <th scope="col">产品或者服务</th>
                    <th scope="col" class="num">
                      协议价格（元）
                    </th>
                    {l.members.some((m) => m.agents.length > 0) ? (
                      <th scope="col">代理商</th>
                    ) : null}
                    {l.queue ? <th scope="col">轮候（第{l.queue.cycle}轮）</th> : null}
                  </tr>
                </thead>
                <tbody>
                  {l.members.map((m) => (
                    <tr>
                      <td data-label="次序">{m.turn}</td>
                      <td data-label="入围供应商">{m.name}</td>
                      <td data-label="产品或者服务">{m.thing}</td>
                      <td data-label="协议价格（元）" class="num">
                        {showYuan(m.price)}
                      </td>
                      {l.members.some((x) => x.agents.length > 0) ? (
                        <td data-label="代理商">{m.agents.join('、')}</td>
                      ) : null}
                      {l.queue ? (
                        <td data-label="轮候">
                          {l.queue.ids.indexOf(m.id) === -1
                            ? '本轮已用'
                            : l.queue.ids.indexOf(m.id) === 0
                              ? '轮到'
                              : `前面${l.queue.ids.indexOf(m.id)}家`}
                        </td>
                      ) : null}
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          </>
        ))}
      </section>
    ))}
  </Page>
)
