import { type Shapes, withExtensions } from './standard.ts'

/**
 * The extensions that our releases use. The registered ones keep their addresses; `yiwang` is ours and is described at
 * /ocds/extensions/yiwang/extension.json. Names and types are those of the registry
 * (https://extensions.open-contracting.org), of each only what we publish or judge.
 */
export interface Extension {
  readonly id: string
  /** Where extension.json stands; null for ours, which stands on every site that runs it. */
  readonly url: string | null
  /** What a package's `extensions` may call it. */
  readonly known: RegExp
  readonly shapes: Shapes
}
const registered = (
  id: string,
  repository: string,
  version: string,
  shapes: Shapes,
): Extension => ({
  id,
  url: `https://raw.githubusercontent.com/open-contracting-extensions/${repository}/${version}/extension.json`,
  known: new RegExp(`/${repository}/[^/]+/extension\\.json$`),
  shapes,
})
const related = { relatedLot: 'text' }

// biome-ignore format: a table reads as a table
export const extensions: readonly Extension[] = [
  registered('lots', 'ocds_lots_extension', 'v1.1.5', {
    Tender: { lots: '[Lot]' },
    Lot: {
      id: 'id:text need', title: 'text*', description: 'text*', status: 'code tenderStatus', value: 'Value',
      minValue: 'Value', contractPeriod: 'Period',
    },
    Item: related,
    Milestone: { relatedLots: 'words' },
    Document: { relatedLots: 'words' },
    Award: { relatedLots: 'words' },
    Bid: { relatedLots: 'words' },
  }),
  registered('bids', 'ocds_bid_extension', 'v1.1.5', {
    Release: { bids: 'Bids' },
    Bids: { statistics: '[BidsStatistic]', details: '[Bid]' },
    Bid: {
      id: 'id:text need', date: 'date', status: 'code bidStatus', tenderers: '[OrganizationReference]', value: 'Value',
      documents: '[Document] unique',
    },
    BidsStatistic: { id: 'id:text need', measure: 'id:text need', date: 'date', value: 'number', notes: 'text', ...related },
    Award: { relatedBid: 'text' },
  }),
  registered('enquiries', 'ocds_enquiry_extension', 'v1.1.5', {
    Tender: { enquiries: '[Enquiry] unique' },
    Enquiry: {
      id: 'id:text need', date: 'date', author: 'OrganizationReference', title: 'text*', description: 'text*',
      answer: 'text*', dateAnswered: 'date', relatedItem: 'text', threadID: 'text', ...related,
    },
  }),
  registered('budget', 'ocds_budget_breakdown_extension', 'master', {
    Budget: { budgetBreakdown: '[BudgetBreakdown] unique some' },
    BudgetBreakdown: {
      id: 'id need', description: 'text*', amount: 'Value', uri: 'uri', period: 'Period',
      sourceParty: 'OrganizationReference',
    },
  }),
  registered('contract_completion', 'ocds_contract_completion_extension', 'master', {
    Implementation: { endDate: 'date', endDateDetails: 'text*', finalValue: 'Value', finalValueDetails: 'text*' },
  }),
  registered('techniques', 'ocds_techniques_extension', 'master', {
    Tender: { techniques: 'Techniques', competitive: 'boolean' },
    Techniques: { hasFrameworkAgreement: 'boolean', frameworkAgreement: 'FrameworkAgreement' },
    FrameworkAgreement: {
      minimumParticipants: 'integer', maximumParticipants: 'integer', method: 'code frameworkAgreementMethod',
      periodRationale: 'text*', buyerCategories: 'text*', value: 'Value', period: 'Period', description: 'text*',
    },
  }),
  {
    id: 'yiwang',
    url: null,
    known: /\/ocds\/extensions\/yiwang\/extension\.json$/,
    shapes: {
      Release: { journal: 'JournalEntry' },
      JournalEntry: { index: 'integer', uri: 'uri' },
      Tender: { bidOpening: 'BidOpening' },
      BidOpening: { date: 'date', description: 'text' },
      Document: { sha256: 'text' },
      Bid: { evaluation: 'Evaluation' },
      Evaluation: { rank: 'integer', total: 'number', evaluationPrice: 'Value' },
    },
  },
]
/** Everything we know, for merging: what a release does not use changes nothing. */
export const everything: Shapes = withExtensions(extensions.map((e) => e.shapes))
