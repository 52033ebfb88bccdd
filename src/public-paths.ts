const answer = (summary: string) => ({
  get: { summary, security: [], responses: { 200: { description: 'OK' } } },
})
/** What is answered to everybody outside the table of ops, for the OpenAPI description. */
export const publicPaths = {
  '/ocds/releases': answer('开放数据：按提交次序的 OCDS 发布'),
  '/ocds/records/{ocid}': answer('开放数据：一个项目的 OCDS 记录'),
  '/ocds/bulk/{year}/{file}': answer('开放数据：按年份和地区的成批文件'),
  '/api/upload': {
    post: {
      summary: '上传一个文件：正文即文件内容，答 {id, sha256, name, size}；办理时填 id',
      security: [{ session: [] }],
      parameters: [
        { name: 'name', in: 'query', required: true, schema: { type: 'string', maxLength: 200 } },
      ],
      requestBody: { required: true, content: { 'application/octet-stream': { schema: {} } } },
      responses: { 200: { description: '已存好' }, 413: { description: '文件过大' } },
    },
  },
  '/journal/checkpoint': answer('流水的签名检查点 (C2SP tlog-checkpoint)'),
  '/journal/entries/{index}': answer('一条流水'),
  '/journal/proof/inclusion': answer('包含证明'),
  '/journal/proof/consistency': answer('一致证明'),
  '/api/law/rules': answer('某日有效的规则'),
  '/api/law/workday/{date}': answer('是否工作日'),
  '/notices/{id}.json': answer('公告数据'),
  '/incidents.json': answer('服务故障与由此顺延的截止时间'),
  '/sme/{uscc}/{year}.json': answer('一个主管预算单位一年的中小企业预留项目执行情况'),
  '/api/tender/document.pdf': answer('采购文件的 PDF：id，version 不填为最新一版'),
  '/api/tender/document.docx': answer('采购文件的 Word：id，version 不填为最新一版'),
  '/notices/{id}.pdf': answer('公告的 PDF'),
  '/notices/{id}/files/{no}': answer('公告的附件'),
  '/search.atom': answer('一次查找的 Atom 订阅源'),
}
