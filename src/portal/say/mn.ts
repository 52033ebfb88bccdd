import type { Key } from './zh.ts'

/**
 * 草案待译审: everyday words in the traditional script, drafted by the makers of this system and reviewed by nobody yet. A legal
 * term that we cannot attest is not here and stays Chinese. A translator replaces `draft` entries and lists them in `reviewed`.
 */
export const draft: Readonly<Partial<Record<Key, string>>> = {
  place: 'ᠥᠪᠥᠷ ᠮᠣᠩᠭᠣᠯ ᠤᠨ ᠥᠪᠡᠷᠲᠡᠭᠡᠨ ᠵᠠᠰᠠᠬᠤ ᠣᠷᠣᠨ',
  'nav.home': 'ᠨᠢᠭᠤᠷ ᠬᠠᠭᠤᠳᠠᠰᠤ',
  'nav.notices': 'ᠵᠠᠷᠯᠠᠯ',
  'nav.prices': 'ᠦᠨ᠎ᠡ',
  'nav.rules': 'ᠳᠦᠷᠢᠮ',
  language: 'ᠦᠰᠦᠭ',
  'home.newest': 'ᠰᠢᠨ᠎ᠡ ᠵᠠᠷᠯᠠᠯ',
  'home.all': 'ᠪᠦᠬᠦ ᠵᠠᠷᠯᠠᠯ',
  'left.today': 'ᠥᠨᠥᠳᠦᠷ',
  'left.tomorrow': 'ᠮᠠᠷᠭᠠᠰᠢ',
  'find.label': 'ᠵᠠᠷᠯᠠᠯ ᠬᠠᠶᠢᠬᠤ',
  'find.go': 'ᠬᠠᠶᠢᠬᠤ',
  'find.kind': 'ᠲᠥᠷᠥᠯ',
  'find.region': 'ᠣᠷᠣᠨ',
}
/** Keys whose words somebody entitled has confirmed. */
export const reviewed: readonly Key[] = []
