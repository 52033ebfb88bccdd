/**
 * The journal's arithmetic: RFC 6962 trees, C2SP tiles and signed checkpoints. Pure; storage is the caller's.
 * Grow with `append`, prove with `inclusionProof` and `consistencyProof`, check with `verifyInclusion` and
 * `verifyConsistency`, sign with `signCheckpoint`, serve with `tilePath`, `encodeTile` and `encodeBundle`.
 */
export {
  type Appended,
  append,
  type Edge,
  edgeRoot,
  emptyEdge,
  readEdge,
  STORED_EVERY,
  type StoredNode,
} from './append.ts'
export * from './checkpoint.ts'
export * from './cosignature.ts'
export { emptyRoot, type Hasher, leafHash, nodeHash, sameBytes, sha256, sm3 } from './hasher.ts'
export { memoryReader, type NodeReader, oneByOne, perfect, type TreeNode } from './node.ts'
export {
  ed25519Signer,
  ed25519Verifier,
  ed25519Vkey,
  encodeVkey,
  NoteBroken,
  type NoteSigner,
  type NoteVerifier,
  type OpenedNote,
  openNote,
  parseNote,
  parseVkey,
  renamedVkey,
  type SignatureLine,
  signNote,
  strictBase64,
} from './note.ts'
export * from './note-sm2.ts'
export * from './tiles.ts'
export * from './tree.ts'
export * from './verify.ts'
