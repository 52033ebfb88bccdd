import { expect, test } from 'vitest'
import { ranked } from './contest-model.ts'
import { imageType } from './photos.ts'

const bytes = (...parts: (string | number[])[]) =>
  Uint8Array.from(
    parts.flatMap((p) => (typeof p === 'string' ? [...p].map((c) => c.charCodeAt(0)) : p)),
  )
test.each([
  ['相机', bytes([0xff, 0xd8, 0xff, 0xe1], 'Exif'), 'image/jpeg'],
  ['截屏', bytes([0x89], 'PNG\r\n\x1a\n', [0, 0]), 'image/png'],
  ['网页', bytes('RIFF', [1, 2, 3, 4], 'WEBPVP8 '), 'image/webp'],
  ['声音也是 RIFF', bytes('RIFF', [1, 2, 3, 4], 'WAVEfmt '), null],
  ['会跑的图', bytes('<svg xmlns="http://www.w3.org/2000/svg" onload="x()">'), null],
  ['改了名的网页', bytes('<!doctype html>'), null],
  ['动图', bytes('GIF89a'), null],
  ['空的', bytes(), null],
] as const)('%s', (_, head, type) => expect(imageType(head)).toBe(type))

const quote = (id: string, total: number | null, at: number | null) => ({ id, total, at }) as never
test.each([
  ['最低的在前', [quote('a', 300, 1), quote('b', 200, 2)], ['b', 'a']],
  ['同价的，先报的在前', [quote('a', 200, 5), quote('b', 200, 2)], ['b', 'a']],
  ['没报的不在其中', [quote('a', null, null), quote('b', 200, 2)], ['b']],
])('%s', (_, quotes, order) => expect(ranked(quotes).map((q) => q['id'])).toEqual(order))
