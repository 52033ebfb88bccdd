import type { Hasher } from './hasher.ts'
import { type NodeReader, perfect, whole } from './node.ts'

/** C2SP tlog-tiles: the tree cut into immutable pieces of 256 hashes that any static file server can serve. */
export const TILE_WIDTH = 256
const TILE_HEIGHT = 8
const MAX_LEVEL = 63
/** An entry's length is written in two bytes. */
export const MAX_ENTRY_BYTES = 65_535

/** `width` hashes at tree level 8·level from index·256 on; 'entries' is the bundle of entries under the level-0 tile. */
export interface Tile {
  readonly level: number | 'entries'
  readonly index: number
  /** 1 … 256; 256 is a full tile. */
  readonly width: number
}

/** `tile/0/x001/x234/067`, `tile/1/005.p/17`, `tile/entries/000`: the address below the log's prefix. Throws RangeError. */
export function tilePath(tile: Tile): string {
  whole(tile.index, '分片序号')
  if (tile.level !== 'entries' && whole(tile.level, '分片层') > MAX_LEVEL)
    throw new RangeError(`分片层最高${MAX_LEVEL}：${tile.level}`)
  if (whole(tile.width, '分片宽度') < 1 || tile.width > TILE_WIDTH)
    throw new RangeError(`分片宽度须在1至${TILE_WIDTH}之间：${tile.width}`)
  const groups: string[] = []
  let rest = tile.index
  do {
    const group = String(rest % 1000).padStart(3, '0')
    groups.unshift(groups.length === 0 ? group : `x${group}`)
    rest = Math.floor(rest / 1000)
  } while (rest > 0)
  const partial = tile.width === TILE_WIDTH ? '' : `.p/${tile.width}`
  return `tile/${tile.level}/${groups.join('/')}${partial}`
}

/** The tile an address names, or null. One address per tile: no leading zero groups, no `.p/256`. */
export function parseTilePath(path: string): Tile | null {
  const m = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path)
  if (!m?.[1] || !m[2]) return null
  const tile: Tile = {
    level: m[1] === 'entries' ? 'entries' : Number(m[1]),
    index: Number(m[2].replaceAll(/[x/]/g, '')),
    width: m[3] === undefined ? TILE_WIDTH : Number(m[3]),
  }
  try {
    return tilePath(tile) === path ? tile : null
  } catch {
    return null
  }
}

/** How many hashes a tile level has in a tree of this size. 256^7 is past 2^53, where only an empty level is left. */
const hashesAt = (level: number, size: number) => Math.floor(size / TILE_WIDTH ** level)

/** The tile that stands here in a tree of this size, full or partial; null when the tree has none. */
export function tileIn(level: number, index: number, size: number): Tile | null {
  const width = Math.min(TILE_WIDTH, hashesAt(level, size) - index * TILE_WIDTH)
  return width > 0 ? { level, index, width } : null
}
/**
 * The tiles that are full at `to` and were not at `from`, lowest level first. A full level-0 tile has its full bundle of
 * entries beside it. Throws RangeError unless 0 ≤ from ≤ to.
 */
export function completedTiles(from: number, to: number): Tile[] {
  if (whole(from, '起点') > whole(to, '终点')) throw new RangeError(`树不会由${from}缩到${to}`)
  const tiles: Tile[] = []
  for (let level = 0; hashesAt(level, to) >= TILE_WIDTH; level++)
    for (let index = hashesAt(level + 1, from); index < hashesAt(level + 1, to); index++)
      tiles.push({ level, index, width: TILE_WIDTH })
  return tiles
}
/** The partial tiles of a tree of this size, lowest level first; never an empty one. */
export function partialTiles(size: number): Tile[] {
  const tiles: Tile[] = []
  for (let level = 0; hashesAt(level, whole(size, '大小')) > 0; level++) {
    const n = hashesAt(level, size)
    if (n % TILE_WIDTH > 0)
      tiles.push({ level, index: Math.floor(n / TILE_WIDTH), width: n % TILE_WIDTH })
  }
  return tiles
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0))
  let at = 0
  for (const p of parts) {
    out.set(p, at)
    at += p.length
  }
  return out
}
/** A tile's bytes: its hashes, one after the other. */
export const encodeTile = (hashes: readonly Uint8Array[]): Uint8Array => joined(hashes)
/** The hashes of a tile of this width. Throws RangeError on any other length. */
export function decodeTile(h: Hasher, bytes: Uint8Array, width: number): Uint8Array[] {
  if (bytes.length !== width * h.size)
    throw new RangeError(`宽${width}的分片应有${width * h.size}字节，实有${bytes.length}字节`)
  return Array.from({ length: width }, (_, i) => bytes.subarray(i * h.size, (i + 1) * h.size))
}

/** Each entry after its length in two bytes, big end first. Throws RangeError on more than 256 entries, or a long one. */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.length > TILE_WIDTH)
    throw new RangeError(`一束最多${TILE_WIDTH}条：${entries.length}`)
  return joined(
    entries.flatMap((e) => {
      if (e.length > MAX_ENTRY_BYTES)
        throw new RangeError(`条目最长${MAX_ENTRY_BYTES}字节：${e.length}`)
      return [Uint8Array.of(e.length >> 8, e.length & 0xff), e]
    }),
  )
}
/** The entries of a bundle of this width. Throws RangeError when bytes are missing or left over. */
export function decodeBundle(bytes: Uint8Array, width: number): Uint8Array[] {
  const entries: Uint8Array[] = []
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  let at = 0
  while (entries.length < width) {
    if (at + 2 > bytes.length) throw new RangeError(`束里只有${entries.length}条，应有${width}条`)
    const end = at + 2 + view.getUint16(at)
    if (end > bytes.length) throw new RangeError(`束里第${entries.length}条不完整`)
    entries.push(bytes.subarray(at + 2, end))
    at = end
  }
  if (at !== bytes.length) throw new RangeError(`束尾多出${bytes.length - at}字节`)
  return entries
}

/** Tiles' bytes, in the order asked; called once per proof, each tile once. */
export type TileReader = (tiles: readonly Tile[]) => Promise<readonly Uint8Array[]>

/**
 * A node reader for a tree of `size` leaves from its tiles. Nothing it gives is proved: whoever computes a proof from a
 * stranger's tiles checks it against a signed root. Throws RangeError for a node the tree does not have.
 */
export function tiledReader(h: Hasher, size: number, fetchTiles: TileReader): NodeReader {
  return async (nodes) => {
    const tiles = new Map<string, Tile>()
    const places = nodes.map(({ level, index }) => {
      const tileLevel = Math.floor(level / TILE_HEIGHT)
      const width = 2 ** (level % TILE_HEIGHT)
      const first = index * width
      const tile = tileIn(tileLevel, Math.floor(first / TILE_WIDTH), size)
      const offset = first % TILE_WIDTH
      if (!tile || offset + width > tile.width)
        throw new RangeError(`大小${size}的树没有第${level}层第${index}个节点`)
      const path = tilePath(tile)
      tiles.set(path, tile)
      return { path, offset, width }
    })
    const wanted = [...tiles.entries()]
    const bytes = await fetchTiles(wanted.map(([, t]) => t))
    const rows = new Map(
      wanted.map(([path, t], i) => [path, decodeTile(h, bytes[i] ?? new Uint8Array(0), t.width)]),
    )
    return places.map(({ path, offset, width }) =>
      perfect(h, (rows.get(path) ?? []).slice(offset, offset + width)),
    )
  }
}
