import type { Keep, Register } from '#kernel'
import { Page, type Reader } from './layout.tsx'
import { Cites } from './parts.tsx'

/** 个人信息：收了什么，为什么，多久，谁看得到。The register as it stands in the code, in the order of its tables. */
export const PrivacyPage = ({ reader, register }: { reader: Reader; register: Register }) => {
  const rows = Object.values(register).flatMap((c) => Object.values(c.personal ?? {}))
  // One thing under one purpose may stand in several tables; a reader wants it once.
  const once = [...new Map(rows.map((p) => [`${p.whose}${p.title}${p.purpose}`, p])).values()]
  const keeps = [...new Map(once.map((p) => [p.keep.title, p.keep])).values()] as Keep[]
  return (
    <Page title="个人信息" reader={reader}>
      <h1>个人信息</h1>
      <p>
        本系统为办理政府采购处理个人信息：只收办事必需的，写明用途和保存多久，用完即删。下面是全部，共
        {once.length}
        项，与系统里的数据表逐列对应；新加一列而没有写明用途的，系统造不出来。
      </p>
      <p>
        除本人和办事必需的人以外，看到的是遮去的值（张*、138****1234）。要看全值，须写明目的，并留痕：本人登录后可以查到谁看过、为什么。导出表格同样留痕。
      </p>
      <section class="card">
        <h2>收了什么，作何用</h2>
        <table class="fold">
          <thead>
            <tr>
              <th scope="col">个人信息</th>
              <th scope="col">谁的</th>
              <th scope="col">用途与依据</th>
              <th scope="col">保存</th>
              <th scope="col">谁看全值</th>
            </tr>
          </thead>
          <tbody>
            {once.map((p) => (
              <tr>
                <td data-label="个人信息">
                  {p.title}
                  {p.sensitive ? <div class="meta">敏感</div> : null}
                </td>
                <td data-label="谁的">{p.whose}</td>
                <td data-label="用途与依据">
                  {p.purpose}
                  <Cites cites={p.basis} />
                </td>
                <td data-label="保存">{p.keep.title}</td>
                <td data-label="谁看全值">{p.whole}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section class="card">
        <h2>保存多久</h2>
        <dl>
          {keeps.map((k) => (
            <>
              <dt>{k.title}</dt>
              <dd>
                {k.until}
                <Cites cites={k.cites} />
              </dd>
            </>
          ))}
        </dl>
        <p class="meta">
          质疑投诉、诉讼、监察、审计期间依法留存的，停止清理。公开的流水里没有姓名，只有加盐的摘要：抹去个人信息，不改动任何已公开的证明。
        </p>
      </section>
      <section class="card">
        <h2>您的权利</h2>
        <p>
          查阅、复制、更正自己的资料：登录<a href="/desk/">工作台</a>
          ，在“我的安全”和自己的登记里办理。认为处理不当的，向所在地财政部门提出。
        </p>
      </section>
    </Page>
  )
}
