import * as Type from 'typebox';
import { clientWord, hubWord, ItemId, Key, label, Name } from './envelope.ts';

const Box = { box: Name, key: Key };
const About = Type.Object({ item: ItemId });

/** `remembers`: the random id of the holder's own journal, when it keeps one over restarts. */
export const Hold = clientWord('hold', Type.Object({ ...Box, remembers: Type.Optional(label(100)) }));
export const Release = clientWord('release', Type.Object(Box));

/** Asked just before byte one. Answered by `go`, or by `revoke` when the item is no longer to be had. */
export const Start = clientWord('start', About);

/** The holder stored the item in the journal `by`: it does not expire or move from here on. */
export const Taken = clientWord('taken', Type.Object({ item: ItemId, by: label(100) }));

/** `unknown`: this try was lost, and nobody can say what became of it. */
export const Over = clientWord(
  'over',
  Type.Object({
    item: ItemId,
    how: Type.Union([Type.Literal('done'), Type.Literal('refused'), Type.Literal('unknown')]),
    report: Type.Optional(Type.Unknown()),
  }),
);

/** Progress, or late truth. Always kept, also under a lease that was lost. */
export const Evidence = clientWord('evidence', Type.Object({ item: ItemId, report: Type.Unknown() }));

export const Held = hubWord('held', Type.Object({ ...Box, lease: Type.Integer() }));
/** Somebody else holds it and keeps it. */
export const Conflict = hubWord('conflict', Type.Object(Box));
/** Held no longer: another holder won, or the hub could not keep the lease. */
export const Lost = hubWord('lost', Type.Object(Box));

/** An offer, revocable until `go`. */
export const ItemOffer = hubWord(
  'item',
  Type.Object({
    item: ItemId,
    ...Box,
    seq: Type.Integer(),
    tries: Type.Integer(),
    /** Hub time, milliseconds since 1970. */
    expires: Type.Optional(Type.Integer()),
    /** No offer: begun under this journal's last lease. Answer from the journal, without `start`. */
    begun: Type.Optional(Type.Literal(true)),
    body: Type.Unknown(),
  }),
);

export const Go = hubWord('go', About);
/** The offer is withdrawn; after a `start`, it was too late. */
export const Revoke = hubWord('revoke', About);
/** The report with this `id` is on disk: it need not be said again. */
export const Recorded = hubWord('recorded', About);

/** An item of a held mailbox ended without having been begun (K6). */
export const Skipped = hubWord(
  'skipped',
  Type.Object({
    ...Box,
    seq: Type.Integer(),
    how: Type.Union([
      Type.Literal('done'),
      Type.Literal('refused'),
      Type.Literal('expired'),
      Type.Literal('revoked'),
      Type.Literal('unknown'),
    ]),
  }),
);
