import type { Ask } from '#kernel'
import { tenderOf } from '#trade/tender'
import * as store from './store.ts'
import { unlock } from './vault.ts'

/**
 * What proves the draws of a tender. To all: every leaf, every turn, and the salts of those who sat, whose names the
 * result notice tells; to the auditor: every position opened. Without a result, only the auditor gets a name.
 */
export async function drawEvidence(ask: Ask, tender: string, full: boolean) {
  const told = (await tenderOf(ask.tx, tender)).announced !== null
  const out = []
  for (const d of await store.drawsOf(ask.tx, tender)) {
    const { pool } = unlock(ask.world.masterKey, d.id, d.vault)
    const calls = await store.callsOf(ask.tx, d.id)
    const sat = new Set(calls.filter((c) => c.outcome === '已签到').map((c) => c.place))
    out.push({
      draw: d.id,
      beaconNote: d.seed?.note ?? null,
      leaves: pool.map((p) => p.leaf),
      opened: pool.flatMap((p, place) =>
        full || (told && sat.has(place)) ? [{ place, salt: p.salt, expert: p.expert }] : [],
      ),
      seats: calls.map((c) => ({ turn: c.turn, place: c.place, outcome: c.outcome })),
    })
  }
  return out
}
