import * as Type from 'typebox';
import { MACHINE_KINDS } from './permissions.ts';

/** One line without control characters. */
const LINE = '^[^\\x00-\\x1f\\x7f]*$';
const Name = Type.String({ minLength: 1, maxLength: 100, pattern: '^(?=.*\\S)[^\\x00-\\x1f\\x7f]*$' });
/** What a person is called at sign-in. An `@` belongs to e-mail addresses. */
const UserName = Type.String({ minLength: 2, maxLength: 40, pattern: '^[^\\s@/\\x00-\\x1f\\x7f]+$' });
export const Email = Type.String({ maxLength: 254, pattern: '^[^\\s@]+@[^\\s@]+$' });
const FullName = Type.Union([Type.String({ maxLength: 100, pattern: LINE }), Type.Null()]);
/** Long inputs are refused before they are hashed. */
export const Password = Type.String({ minLength: 1, maxLength: 1_024 });
const Role = Type.String({ maxLength: 60 });
const Time = Type.String();
const MaybeTime = Type.Union([Time, Type.Null()]);
const strict = { additionalProperties: false } as const;

export const ById = Type.Object({ id: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) });

export const SignInBody = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 320 }), password: Password },
  strict,
);
export const OwnerBody = Type.Object(
  { name: UserName, password: Password, email: Type.Optional(Email), full_name: Type.Optional(FullName) },
  strict,
);
export const RefreshBody = Type.Object({ refresh_token: Type.String({ maxLength: 200 }) });
export const PasswordBody = Type.Object({ password: Password, new_password: Password }, strict);

export const User = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  email: Type.Union([Type.String(), Type.Null()]),
  full_name: Type.Union([Type.String(), Type.Null()]),
  role: Type.String(),
  disabled: Type.Boolean(),
  created_at: Time,
  signed_in_at: MaybeTime,
});
export const NewUser = Type.Object(
  {
    name: UserName,
    password: Password,
    role: Role,
    email: Type.Optional(Email),
    full_name: Type.Optional(FullName),
  },
  strict,
);
export const UserChange = Type.Object(
  {
    name: Type.Optional(UserName),
    email: Type.Optional(Type.Union([Email, Type.Null()])),
    full_name: Type.Optional(FullName),
    role: Type.Optional(Role),
    password: Type.Optional(Password),
    disabled: Type.Optional(Type.Boolean()),
  },
  strict,
);

export const NewKey = Type.Object(
  {
    name: Name,
    /** Permissions, or all of an area: `print.*`. */
    scopes: Type.Array(Type.String({ maxLength: 80, pattern: '^[a-z][\\w.-]*(\\.\\*)?$' }), {
      minItems: 1,
      maxItems: 50,
    }),
    expires_in: Type.Optional(Type.Integer({ minimum: 60, maximum: 315_360_000 })),
  },
  strict,
);
export const RotateKey = Type.Object(
  { overlap: Type.Optional(Type.Integer({ minimum: 0, maximum: 2_592_000 })) },
  strict,
);
export const Key = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  prefix: Type.String(),
  scopes: Type.Array(Type.String()),
  created_by: Type.String(),
  created_at: Time,
  expires_at: MaybeTime,
  revoked_at: MaybeTime,
  used_at: MaybeTime,
});
/** `secret` is shown in the first reply only; a repeated request gets null. */
export const KeyWithSecret = Type.Intersect([
  Key,
  Type.Object({ secret: Type.Union([Type.String(), Type.Null()]) }),
]);

export const NewMachine = Type.Object(
  {
    name: Name,
    kind: Type.Enum([...MACHINE_KINDS]),
    only: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { minItems: 1, maxItems: 100 }),
    ),
  },
  strict,
);
export const ClaimBody = Type.Object({ code: Type.String({ maxLength: 40 }) }, strict);

export const AuditQuery = Type.Object({
  who: Type.Optional(Type.String({ maxLength: 200 })),
  action: Type.Optional(Type.String({ maxLength: 100 })),
  address: Type.Optional(Type.String({ maxLength: 60 })),
  since: Type.Optional(Type.String({ format: 'date-time' })),
  until: Type.Optional(Type.String({ format: 'date-time' })),
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
  size: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
});
export const AuditEntry = Type.Object({
  id: Type.Integer(),
  at: Time,
  who: Type.String(),
  name: Type.String(),
  action: Type.String(),
  about: Type.String(),
  address: Type.String(),
  agent: Type.String(),
  detail: Type.Unknown(),
});

/** A page of a list. */
export const pageOf = (item: Type.TSchema) =>
  Type.Object({
    items: Type.Array(item),
    total: Type.Integer(),
    page: Type.Integer(),
    size: Type.Integer(),
  });
