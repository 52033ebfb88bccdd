import type { Codelist } from './codes.ts'

/**
 * What OCDS 1.1.5 says a release is made of, in our own words: one line an object, one word a field. Field names and
 * types are facts of the standard (https://standard.open-contracting.org/1.1/en/schema/reference/); the JSON Schemas that
 * validate and the rules that merge are both derived from here (schema.ts, rules.ts).
 *
 * A field is a kind and its marks:
 *   id           text or whole number, at least one character    id?       the same, or null, and possibly empty
 *   id:text      text                                            text      text or null; text* also in other languages (title_en)
 *   name         text or null, not empty                         tag, start  the release's own tags and initiation type
 *   date uri     text or null in that format                     number integer boolean object   or null
 *   words        a list of texts, or null                        code X    one of a closed codelist, or null
 *   any          anything but true and false                     X         an object of that shape      [X]  a list of them
 * Marks: `need` must be there, `unique` no two equal, `some` not empty, `whole` replaced as a whole when merged,
 * `omit` about the release itself and dropped when merged, `own` keeps its id unversioned though it stands alone.
 */
export type Shapes = Readonly<Record<string, Readonly<Record<string, string>>>>

// biome-ignore format: a table reads as a table
export const core: Shapes = {
  Release: {
    ocid: 'id:text1 need', id: 'id:text1 need omit', date: 'date! need omit', tag: 'tag need omit',
    initiationType: 'start need', parties: '[Organization] unique', buyer: 'OrganizationReference', planning: 'Planning', tender: 'Tender',
    awards: '[Award] unique', contracts: '[Contract] unique', language: 'text', relatedProcesses: '[RelatedProcess] unique',
  },
  Planning: { rationale: 'text*', budget: 'Budget', documents: '[Document]', milestones: '[Milestone]' },
  Tender: {
    id: 'id need', title: 'text*', description: 'text*', status: 'code tenderStatus',
    procuringEntity: 'OrganizationReference', items: '[Item] unique', value: 'Value', minValue: 'Value',
    procurementMethod: 'code method', procurementMethodDetails: 'text', procurementMethodRationale: 'text*',
    mainProcurementCategory: 'code procurementCategory', additionalProcurementCategories: 'words', awardCriteria: 'text',
    awardCriteriaDetails: 'text*', submissionMethod: 'words', submissionMethodDetails: 'text*', tenderPeriod: 'Period',
    enquiryPeriod: 'Period', hasEnquiries: 'boolean', eligibilityCriteria: 'text*', awardPeriod: 'Period',
    contractPeriod: 'Period', numberOfTenderers: 'integer', tenderers: '[OrganizationReference] unique',
    documents: '[Document]', milestones: '[Milestone]', amendments: '[Amendment]', amendment: 'Amendment own',
  },
  Award: {
    id: 'id need', title: 'text*', description: 'text*', status: 'code awardStatus', date: 'date', value: 'Value',
    suppliers: '[OrganizationReference] unique', items: '[Item] unique some', contractPeriod: 'Period',
    documents: '[Document] unique', amendments: '[Amendment]', amendment: 'Amendment own',
  },
  Contract: {
    id: 'id need', awardID: 'id need', title: 'text*', description: 'text*', status: 'code contractStatus',
    period: 'Period', value: 'Value', items: '[Item] unique some', dateSigned: 'date', documents: '[Document] unique',
    implementation: 'Implementation', relatedProcesses: '[RelatedProcess] unique', milestones: '[Milestone]',
    amendments: '[Amendment]', amendment: 'Amendment own',
  },
  Implementation: { transactions: '[Transaction] unique', milestones: '[Milestone] unique', documents: '[Document] unique' },
  Milestone: {
    id: 'id need', title: 'text*', type: 'text', description: 'text*', code: 'text', dueDate: 'date', dateMet: 'date',
    dateModified: 'date', status: 'code milestoneStatus', documents: '[Document] unique',
  },
  Document: {
    id: 'id need', documentType: 'text', title: 'text*', description: 'text*', url: 'uri', datePublished: 'date',
    dateModified: 'date', format: 'text', language: 'text',
  },
  Budget: { id: 'id?', description: 'text*', amount: 'Value', project: 'text*', projectID: 'id?', uri: 'uri', source: 'uri' },
  Transaction: {
    id: 'id need', source: 'uri', date: 'date', value: 'Value', payer: 'OrganizationReference',
    payee: 'OrganizationReference', uri: 'uri', amount: 'Value', providerOrganization: 'Identifier',
    receiverOrganization: 'Identifier',
  },
  OrganizationReference: {
    name: 'name', id: 'id0', identifier: 'Identifier', address: 'Address',
    additionalIdentifiers: '[Identifier] unique whole', contactPoint: 'ContactPoint',
  },
  Organization: {
    name: 'text*', id: 'id:text', identifier: 'Identifier', additionalIdentifiers: '[Identifier] unique whole',
    address: 'Address', contactPoint: 'ContactPoint', roles: 'words', details: 'object',
  },
  Item: {
    id: 'id need', description: 'text*', classification: 'Classification',
    additionalClassifications: '[Classification] unique whole', quantity: 'number', unit: 'Unit',
  },
  Unit: { scheme: 'text', id: 'text', name: 'text*', value: 'Value', uri: 'uri' },
  Amendment: {
    date: 'date', rationale: 'text*', id: 'text', description: 'text', amendsReleaseID: 'text', releaseID: 'text',
    changes: '[Change]',
  },
  Change: { property: 'id:text', former_value: 'any' },
  Classification: { scheme: 'text', id: 'id?', description: 'text*', uri: 'uri' },
  Identifier: { scheme: 'text', id: 'id?', legalName: 'text*', uri: 'uri' },
  Address: { streetAddress: 'text', locality: 'text', region: 'text', postalCode: 'text', countryName: 'text*' },
  ContactPoint: { name: 'text*', email: 'text', telephone: 'text', faxNumber: 'text', url: 'uri' },
  Value: { amount: 'number', currency: 'code currency' },
  Period: { startDate: 'date', endDate: 'date', maxExtentDate: 'date', durationInDays: 'integer' },
  RelatedProcess: { id: 'id:text', relationship: 'words', title: 'text*', scheme: 'text', identifier: 'text', uri: 'uri' },
}

/** A field's kind, taken apart. */
export interface Field {
  readonly kind: string
  /** The shape that the field is, or is a list of. */
  readonly of: string | null
  readonly list: boolean
  readonly code: Codelist | null
  readonly translated: boolean
  readonly marks: ReadonlySet<string>
}
export function fieldOf(text: string): Field {
  const [kind = '', ...rest] = text.split(' ')
  const code = kind === 'code' ? (rest.shift() as Codelist) : null
  const list = kind.startsWith('[')
  const of = list ? kind.slice(1, -1) : /^[A-Z]/.test(kind) ? kind : null
  return { kind, of, list, code, translated: kind === 'text*', marks: new Set(rest) }
}
/** The core with what extensions add to it: an extension patches shapes field by field. */
export const withExtensions = (extensions: readonly Shapes[]): Shapes => {
  const out: Record<string, Record<string, string>> = structuredClone(core) as never
  for (const e of extensions)
    for (const [name, fields] of Object.entries(e)) out[name] = { ...out[name], ...fields }
  return out
}
