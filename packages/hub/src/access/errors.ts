import { defineErrors } from '@posthouse/protocol';

/** Codes of sign-in, accounts, keys, machines and the audit log. */
export const accessErrors = defineErrors({
  ACCESS_CREDENTIALS: {
    status: 401,
    text: { zh: '用户名或密码错误', en: 'The name or the password is wrong' },
    remedy: {
      zh: '检查大小写；忘记密码请管理员执行 posthouse user passwd <用户名>',
      en: 'Check the case of letters; if forgotten, an administrator runs posthouse user passwd <name>',
    },
  },
  ACCESS_TRIES: {
    status: 429,
    text: { zh: '尝试次数过多', en: 'Too many tries' },
    remedy: {
      zh: '等待 detail.retry_after 秒后再试',
      en: 'Wait detail.retry_after seconds and try again',
    },
  },
  ACCESS_REQUESTS: {
    status: 429,
    text: { zh: '请求过于频繁', en: 'Too many requests' },
    remedy: {
      zh: '放慢一些再试；每秒上限由 POSTHOUSE_REQUESTS 设置',
      en: 'Slow down and try again; POSTHOUSE_REQUESTS is the limit per second',
    },
  },
  ACCESS_BUSY: {
    status: 503,
    text: { zh: '登录的人太多，请稍后再试', en: 'Too many are signing in at once' },
    remedy: { zh: '几秒后重试', en: 'Try again in a few seconds' },
  },
  ACCESS_DISABLED: {
    status: 403,
    text: { zh: '账号已停用', en: 'The account is disabled' },
    remedy: { zh: '请管理员重新启用', en: 'Ask an administrator to enable it' },
  },
  ACCESS_TOKEN_EXPIRED: {
    status: 401,
    text: { zh: '令牌已过期', en: 'The token has expired' },
    remedy: { zh: '重新登录，或换用新的令牌', en: 'Sign in again, or use a new token' },
  },
  ACCESS_TOKEN_REVOKED: {
    status: 401,
    text: { zh: '令牌已被收回', en: 'The token has been taken back' },
    remedy: { zh: '重新登录，或向管理员索取新的令牌', en: 'Sign in again, or ask for a new token' },
  },
  ACCESS_ACCOUNT_GONE: {
    status: 401,
    text: { zh: '账号已不存在', en: 'The account exists no more' },
    remedy: { zh: '换一个账号登录', en: 'Sign in with another account' },
  },
  ACCESS_CROSS_SITE: {
    status: 403,
    text: { zh: '无法确认请求来自本站页面', en: "The request is not known to come from the hub's own page" },
    remedy: {
      zh: '请在本服务的页面上操作；程序请使用 API 密钥而不是 Cookie',
      en: "Do it on the hub's own page; programs use an API key, not the cookie",
    },
  },
  ACCESS_OWNER_EXISTS: {
    status: 409,
    text: { zh: '所有者已经存在', en: 'There is an owner already' },
    remedy: { zh: '请登录', en: 'Sign in instead' },
  },
  ACCESS_OWNER_ELSEWHERE: {
    status: 403,
    text: { zh: '第一个账号只能在本机创建', en: 'The first account is made on this machine only' },
    remedy: {
      zh: '在运行本服务的机器上打开 /sign-in，或执行 posthouse user create-owner',
      en: "Open /sign-in on the hub's own machine, or run posthouse user create-owner",
    },
  },
  ACCESS_NAME_TAKEN: {
    status: 409,
    text: { zh: '用户名或邮箱已被使用', en: 'The name or the e-mail address is taken' },
    remedy: { zh: '换一个', en: 'Choose another one' },
  },
  ACCESS_ACCOUNT_UNKNOWN: {
    status: 404,
    text: { zh: '没有这个账号', en: 'There is no such account' },
    remedy: { zh: 'posthouse user list 列出全部', en: 'posthouse user list shows all' },
  },
  ACCESS_PASSWORD_WEAK: {
    status: 400,
    text: { zh: '密码太弱', en: 'The password is too weak' },
    remedy: {
      zh: '至少 10 个字符，最多 256 个，不能与用户名相同，也不能只有一种字符',
      en: '10 to 256 characters, not the name, and not one character over and over',
    },
  },
  ACCESS_PASSWORD_WRONG: {
    status: 400,
    text: { zh: '密码验证失败', en: 'The present password is wrong' },
    remedy: { zh: '检查当前密码', en: 'Check the present password' },
  },
  ACCESS_PASSWORD_SAME: {
    status: 400,
    text: { zh: '新密码不能与旧密码相同', en: 'The new password is the old one' },
    remedy: { zh: '换一个新密码', en: 'Choose another one' },
  },
  ACCESS_NOTHING: {
    status: 400,
    text: { zh: '至少需要提供一个字段用于更新', en: 'Nothing to change was given' },
    remedy: { zh: '给出至少一个字段', en: 'Give at least one field' },
  },
  ACCESS_ONESELF: {
    status: 400,
    text: { zh: '不能对自己执行此操作', en: 'Nobody may do this to themselves' },
    remedy: { zh: '请另一位管理员操作', en: 'Ask another administrator' },
  },
  ACCESS_LAST_OWNER: {
    status: 409,
    text: { zh: '这是最后一位所有者', en: 'This is the last owner' },
    remedy: { zh: '先让另一个账号成为所有者', en: 'Make another account an owner first' },
  },
  ACCESS_ROLE_UNKNOWN: {
    status: 400,
    text: { zh: '没有这个角色', en: 'There is no such role' },
    remedy: { zh: '可用的角色见 detail', en: 'See detail for the roles there are' },
  },
  ACCESS_BEYOND: {
    status: 403,
    text: {
      zh: '不能授予或更改超出自己权限的内容',
      en: 'Nobody may give or change what is beyond their own rights',
    },
    remedy: { zh: '请权限更高的人操作', en: 'Ask somebody with more rights' },
  },
  ACCESS_SCOPE_UNKNOWN: {
    status: 400,
    text: { zh: '没有这个权限', en: 'There is no such permission' },
    remedy: { zh: '全部权限见 GET /api/auth/permissions', en: 'See GET /api/auth/permissions for all' },
  },
  ACCESS_KEY_UNKNOWN: {
    status: 404,
    text: { zh: '没有这个密钥', en: 'There is no such key' },
    remedy: { zh: '全部密钥见 GET /api/auth/keys', en: 'See GET /api/auth/keys for all' },
  },
  ACCESS_MACHINE_UNKNOWN: {
    status: 404,
    text: { zh: '没有这台设备', en: 'There is no such machine' },
    remedy: { zh: '全部设备见 GET /api/auth/machines', en: 'See GET /api/auth/machines for all' },
  },
  ACCESS_CLAIM_INVALID: {
    status: 400,
    text: { zh: '认领码无效、已用过或已过期', en: 'The claim code is wrong, used or expired' },
    remedy: { zh: '请在控制台生成新的认领码', en: 'Make a new claim code in the console' },
  },
  ACCESS_SESSION_UNKNOWN: {
    status: 404,
    text: { zh: '没有这个会话', en: 'There is no such session' },
    remedy: { zh: '自己的会话见 GET /api/auth/sessions', en: 'See GET /api/auth/sessions for yours' },
  },
  ACCESS_NO_PASSWORD: {
    status: 403,
    text: { zh: '只有登录的账号可以这样做', en: 'Only a signed-in account may do this' },
    remedy: { zh: '请用账号登录', en: 'Sign in with an account' },
  },
  ACCESS_CERTIFICATE: {
    status: 500,
    text: { zh: 'TLS 证书或私钥无法使用', en: 'The TLS certificate or its key cannot be used' },
    remedy: {
      zh: '检查 POSTHOUSE_TLS_CERT 与 POSTHOUSE_TLS_KEY：两者都要、可读、PEM 格式且成对',
      en: 'Check POSTHOUSE_TLS_CERT and POSTHOUSE_TLS_KEY: both are needed, readable, in PEM, and a pair',
    },
  },
  ACCESS_TARGET_REFUSED: {
    status: 403,
    text: { zh: '不允许连接这个地址', en: 'Connecting to this address is not allowed' },
    remedy: {
      zh: '链路本地、元数据与本机地址不可作为目标；内网地址由 POSTHOUSE_TARGETS 允许',
      en: 'Link-local, metadata and own addresses are no targets; POSTHOUSE_TARGETS allows private networks',
    },
  },
});
