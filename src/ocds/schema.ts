import { codes } from './codes.ts'
import { type Field, fieldOf, type Shapes } from './standard.ts'

/** JSON Schema out of the description in standard.ts. */
type Schema = { [keyword: string]: unknown }
const nullable = (type: string): Schema => ({ type: [type, 'null'] })
const scalars: Record<string, Schema> = {
  id: { type: ['string', 'integer'], minLength: 1 },
  id0: { type: ['string', 'integer'] },
  'id?': { type: ['string', 'integer', 'null'] },
  'id:text': { type: 'string' },
  'id:text1': { type: 'string', minLength: 1 },
  text: nullable('string'),
  'text*': nullable('string'),
  name: { type: ['string', 'null'], minLength: 1 },
  date: { ...nullable('string'), format: 'date-time' },
  'date!': { type: 'string', format: 'date-time' },
  uri: { ...nullable('string'), format: 'uri' },
  number: nullable('number'),
  integer: nullable('integer'),
  boolean: nullable('boolean'),
  object: nullable('object'),
  words: { type: ['array', 'null'], items: { type: 'string' } },
  tag: { type: 'array', items: { type: 'string', enum: codes.releaseTag }, minItems: 1 },
  start: { type: 'string', enum: codes.initiationType },
  any: { type: ['string', 'number', 'integer', 'array', 'object', 'null'] },
}
const listOf = (f: Field, items: Schema): Schema => ({
  type: 'array',
  items,
  ...(f.marks.has('unique') ? { uniqueItems: true } : {}),
  ...(f.marks.has('some') ? { minItems: 1 } : {}),
})
const ref = (name: string): Schema => ({ $ref: `#/definitions/${name}` })
const schemaOf = (f: Field, point: (name: string) => Schema): Schema => {
  if (f.code !== null) return { type: ['string', 'null'], enum: [...codes[f.code], null] }
  if (f.of !== null) return f.list ? listOf(f, point(f.of)) : point(f.of)
  const known = scalars[f.kind]
  if (!known) throw new Error(`不认识的字段类型：${f.kind}`)
  return known
}
/** A translated field: its name, an underscore and a language tag of BCP 47 (title_en, title_zh-Hans, title_mn-Mong). */
const LANGUAGE =
  '((([A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}|[A-Za-z]{4}|[A-Za-z]{5,8})(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(-[0-9A-WY-Za-wy-z](-[A-Za-z0-9]{2,8})+)*(-x(-[A-Za-z0-9]{1,8})+)?)|x(-[A-Za-z0-9]{1,8})+)'
function objectOf(
  fields: Readonly<Record<string, string>>,
  property: (f: Field, name: string) => Schema,
): Schema {
  const all = Object.entries(fields).map(([name, text]) => [name, fieldOf(text)] as const)
  const translated = all.filter(([, f]) => f.translated)
  return {
    type: 'object',
    required: all.filter(([, f]) => f.marks.has('need')).map(([name]) => name),
    properties: Object.fromEntries(all.map(([name, f]) => [name, property(f, name)])),
    ...(translated.length === 0
      ? {}
      : {
          patternProperties: Object.fromEntries(
            translated.map(([name]) => [`^${name}_${LANGUAGE}$`, nullable('string')]),
          ),
        }),
  }
}

/** A release as it is published, and a compiled release. */
export function releaseSchema(shapes: Shapes): Schema {
  const definitions = Object.fromEntries(
    Object.entries(shapes).map(([name, fields]) => [
      name,
      objectOf(fields, (f) => schemaOf(f, ref)),
    ]),
  )
  return { ...definitions['Release'], definitions }
}

const version = (value: Schema): Schema => ({
  type: 'array',
  items: {
    type: 'object',
    properties: {
      releaseDate: { type: 'string', format: 'date-time' },
      releaseID: { type: 'string' },
      value,
      releaseTag: { type: 'array', items: { type: 'string' } },
    },
  },
})
/**
 * A versioned release: each value becomes the list of values it had. The id of an object in a list stays as it is; the id
 * of an object that stands alone is a value like any other, hence two definitions of a shape that occurs both ways.
 */
export function versionedSchema(shapes: Shapes): Schema {
  const inside = (name: string): Schema => ref(`${name}InList`)
  const property =
    (inList: boolean) =>
    (f: Field, name: string): Schema => {
      if (name === 'id' && inList) return schemaOf(f, inside)
      if (f.list && !f.marks.has('whole')) return listOf(f, inside(f.of as string))
      if (f.of !== null && !f.list) return f.marks.has('own') ? inside(f.of) : ref(f.of)
      return version(schemaOf(f, (n) => ref(`${n}Plain`)))
    }
  const definitions: Record<string, Schema> = {}
  for (const [name, fields] of Object.entries(shapes)) {
    if (name === 'Release') continue
    definitions[name] = objectOf(fields, property(false))
    // The standard leaves a change's two fields unversioned.
    definitions[`${name}InList`] = objectOf(
      fields,
      name === 'Change' ? (f) => schemaOf(f, ref) : property(true),
    )
    definitions[`${name}Plain`] = objectOf(fields, (f) => schemaOf(f, (n) => ref(`${n}Plain`)))
  }
  const { id, date, tag, ...fields } = shapes['Release'] ?? {}
  const release = objectOf(fields, property(false))
  return {
    ...release,
    properties: { ...(release['properties'] as Schema), ocid: scalars['id:text1'] },
    definitions,
  }
}

const publisher: Schema = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string' },
    scheme: nullable('string'),
    uid: nullable('string'),
    uri: scalars['uri'],
  },
}
const envelope = (required: string, more: Schema): Schema => ({
  type: 'object',
  required: ['uri', 'publisher', 'publishedDate', required, 'version'],
  properties: {
    uri: { type: 'string', format: 'uri' },
    version: { type: 'string', pattern: '^(\\d+\\.)(\\d+)$' },
    extensions: { type: 'array', items: { type: 'string', format: 'uri' } },
    publishedDate: scalars['date!'],
    publisher,
    license: scalars['uri'],
    publicationPolicy: scalars['uri'],
    ...more,
  },
})
const listed: Schema = { type: 'array', minItems: 1, uniqueItems: true, items: { type: 'object' } }
/** What is around the releases; the releases themselves are judged by releaseSchema. */
export const releasePackageSchema = envelope('releases', { releases: listed })
export const recordPackageSchema = envelope('records', {
  packages: {
    type: 'array',
    minItems: 1,
    uniqueItems: true,
    items: { type: 'string', format: 'uri' },
  },
  records: listed,
})
export const recordSchema: Schema = {
  type: 'object',
  required: ['ocid', 'releases'],
  properties: { ocid: { type: 'string' }, releases: { type: 'array', minItems: 1 } },
}
/** A record's releases may be addresses instead. */
export const linkedReleaseSchema: Schema = {
  type: 'object',
  required: ['url', 'date'],
  properties: { url: scalars['uri'], date: scalars['date!'], tag: scalars['tag'] },
}

/** An extension as the standard publishes them: what it adds, as a merge patch of the release schema. */
export function patchOf(e: { readonly shapes: Shapes }): Schema {
  const patch = Object.fromEntries(
    Object.entries(e.shapes).map(([name, fields]) => [
      name,
      { type: 'object', properties: objectOf(fields, (f) => schemaOf(f, ref))['properties'] },
    ]),
  )
  const { Release, ...definitions } = patch
  return { ...(Release ? { properties: Release.properties } : {}), definitions }
}
