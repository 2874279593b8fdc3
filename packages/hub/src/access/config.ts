import { kind, type Ms, type Option } from '@posthouse/kernel';

export const JWT_ALGORITHMS = ['', 'HS256', 'RS256', 'EdDSA'] as const;

/** JWTs that the customer's own back-end signs. Off while `algorithm` is empty. */
export interface JwtConfig {
  /** The one that is taken; whatever a token's header says. */
  readonly algorithm: (typeof JWT_ALGORITHMS)[number];
  /** HS256: the secret. RS256 and EdDSA: the public key in PEM (SPKI). */
  readonly key: string;
  /** Instead of `key`: where the keys are published. */
  readonly jwks: string;
  readonly issuer: string;
  readonly audience: string;
  /** By how much the clocks may differ. */
  readonly skew: Ms;
  /** The claim that lists the roles. */
  readonly claim: string;
}

export interface AccessConfig {
  readonly trustLoopback: boolean;
  /** Networks of reverse proxies that are believed about who calls. */
  readonly trustProxy: readonly string[];
  /** Networks that are not public and yet may be connected to: printers, webhooks. */
  readonly targets: readonly string[];
  /** Files of the main door's certificate and key; both empty: no TLS. */
  readonly tls: { readonly cert: string; readonly key: string };
  /** HTTP requests per second of one caller; 0: any number. */
  readonly requests: number;
  /** How long a person stays signed in. */
  readonly session: Ms;
  /** How long an access token of `/api/auth/token` and of the old clients' routes is good. */
  readonly token: Ms;
  readonly audit: Ms;
  readonly jwt: JwtConfig;
}

/** Where a shop's printers are; the virtual one and agents are on this machine. */
const PRIVATE: readonly string[] = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  'fc00::/7',
  '127.0.0.0/8',
  '::1/128',
];

const MINUTE: Ms = 60_000;
const DAY: Ms = 86_400_000;

export const accessOptions: readonly Option<unknown>[] = [
  {
    path: 'access.trustLoopback',
    env: 'POSTHOUSE_TRUST_LOOPBACK',
    summary: {
      zh: '有账号或令牌后，本机仍然无需登录（角色 local）',
      en: 'Callers on this machine stay `local` although there are accounts or tokens',
    },
    fallback: false,
    parse: kind.truth,
  },
  {
    path: 'access.trustProxy',
    env: 'POSTHOUSE_TRUST_PROXY',
    summary: {
      zh: '反向代理的地址或网段：相信它们的 X-Forwarded-For 与 X-Forwarded-Proto',
      en: 'Addresses or networks of reverse proxies whose X-Forwarded-For and -Proto are believed',
    },
    fallback: [],
    parse: kind.list(kind.network),
  },
  {
    path: 'access.targets',
    env: 'POSTHOUSE_TARGETS',
    summary: {
      zh: '允许驿站主动连接的内网网段（打印机、Webhook）；链路本地与云元数据地址始终拒绝',
      en: 'Private networks the hub may connect to (printers, webhooks); link-local and metadata never are',
    },
    fallback: PRIVATE,
    parse: kind.list(kind.network),
  },
  {
    path: 'access.tls.cert',
    env: 'POSTHOUSE_TLS_CERT',
    summary: {
      zh: '主入口的 TLS 证书文件（PEM，含证书链）；文件更新后自动重新读取',
      en: "File of the main door's TLS certificate (PEM, with its chain); read anew when it changes",
    },
    fallback: '',
    parse: kind.text(),
  },
  {
    path: 'access.tls.key',
    env: 'POSTHOUSE_TLS_KEY',
    summary: { zh: 'TLS 私钥文件（PEM）', en: 'File of the TLS private key (PEM)' },
    fallback: '',
    parse: kind.text(),
  },
  {
    path: 'access.requests',
    env: 'POSTHOUSE_REQUESTS',
    summary: {
      zh: '每个调用者（账号、令牌，未登录者按地址）每秒最多的 HTTP 请求数；0 不限',
      en: 'HTTP requests per second of one caller (account or token; strangers by address); 0: any number',
    },
    fallback: 10_000,
    parse: kind.whole(0, 1_000_000),
  },
  {
    path: 'access.session',
    env: 'POSTHOUSE_SESSION',
    summary: { zh: '登录有效多久', en: 'How long a person stays signed in' },
    fallback: 14 * DAY,
    parse: kind.span(5 * MINUTE, 90 * DAY),
  },
  {
    path: 'access.token',
    env: 'POSTHOUSE_ACCESS_TOKEN',
    summary: { zh: '访问令牌（JWT）有效多久', en: 'How long an access token (JWT) of an account is good' },
    fallback: 60 * MINUTE,
    parse: kind.span(MINUTE, DAY),
  },
  {
    path: 'access.audit',
    env: 'POSTHOUSE_AUDIT',
    summary: { zh: '审计日志保留多久', en: 'How long the audit log is kept' },
    fallback: 180 * DAY,
    parse: kind.span(DAY, 3_650 * DAY),
  },
  {
    path: 'access.jwt.algorithm',
    env: 'POSTHOUSE_JWT_ALGORITHM',
    summary: {
      zh: '接受自有后端签发的 JWT：HS256、RS256 或 EdDSA；空为不接受',
      en: 'Take JWTs of your own back-end, signed by HS256, RS256 or EdDSA; empty takes none',
    },
    fallback: '',
    parse: kind.choice(JWT_ALGORITHMS),
  },
  {
    path: 'access.jwt.key',
    env: 'POSTHOUSE_JWT_KEY',
    summary: {
      zh: 'JWT 密钥：HS256 的共享密钥（至少 32 字节），或 PEM 公钥',
      en: 'Key of the JWTs: the shared secret of HS256 (32 bytes or more), or a public key in PEM',
    },
    fallback: '',
    secret: true,
    parse: kind.text(),
  },
  {
    path: 'access.jwt.jwks',
    env: 'POSTHOUSE_JWT_JWKS',
    summary: { zh: 'JWT 公钥集合（JWKS）的地址', en: 'Where the public keys (JWKS) are published' },
    fallback: '',
    parse: kind.text(
      /^$|^https:\/\/\S+$|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?\/\S*$/,
      'https://auth.shop.example/jwks.json',
    ),
  },
  {
    path: 'access.jwt.issuer',
    env: 'POSTHOUSE_JWT_ISSUER',
    summary: {
      zh: 'JWT 的签发者（iss），空为不检查',
      en: 'Issuer (iss) that the JWTs must name; empty: any',
    },
    fallback: '',
    parse: kind.text(),
  },
  {
    path: 'access.jwt.audience',
    env: 'POSTHOUSE_JWT_AUDIENCE',
    summary: { zh: 'JWT 的受众（aud）', en: 'Audience (aud) that the JWTs must name' },
    fallback: 'posthouse',
    parse: kind.text(/\S/, 'posthouse'),
  },
  {
    path: 'access.jwt.skew',
    env: 'POSTHOUSE_JWT_SKEW',
    summary: { zh: '允许的时钟偏差', en: 'By how much the clocks may differ' },
    fallback: MINUTE,
    parse: kind.span(0, 10 * MINUTE),
  },
  {
    path: 'access.jwt.claim',
    env: 'POSTHOUSE_JWT_CLAIM',
    summary: { zh: '列出角色的声明（claim）', en: 'The claim that lists the roles' },
    fallback: 'roles',
    parse: kind.text(/^[\w:./-]+$/, 'roles'),
  },
];
