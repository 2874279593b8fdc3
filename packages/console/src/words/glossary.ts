/** What one thing is called, in both languages; the same thing has the same name everywhere. */
export interface Term {
  readonly zh: string;
  /** The word and, where it bends, its other forms; any of them, in any case. */
  readonly en: readonly string[];
  /** What it is, for translators. */
  readonly is: string;
  /** Words that would mean the same and are not used. */
  readonly notZh?: readonly string[];
  readonly notEn?: readonly string[];
}

/** Ours, and the words that people bring. Sentences may bend them; another word for them fails a test. */
export const glossary: readonly Term[] = [
  { zh: '驿站', en: ['Posthouse', 'hub'], is: 'this program', notEn: ['the server software'] },
  { zh: '小票', en: ['receipt', 'paper'], is: 'the paper that a customer gets', notZh: ['票据'] },
  { zh: '打印机', en: ['printer'], is: 'a device, real or virtual', notZh: ['印表机'] },
  { zh: '虚拟打印机', en: ['virtual printer', 'virtual one'], is: 'the printer that exists in the hub only' },
  { zh: '任务', en: ['job', 'task'], is: 'one wish to print something, or one comparison', notZh: ['作业'] },
  { zh: '题目', en: ['question', 'duplicate'], is: 'what a pupil is asked', notZh: ['试题'] },
  { zh: '订单', en: ['order'], is: 'what a customer wants' },
  { zh: '模板', en: ['template'], is: 'how a receipt is laid out', notZh: ['样板', '范本'] },
  { zh: '凭据', en: ['evidence', 'proof', 'known by'], is: 'why we say that it printed', notZh: ['证据'] },
  { zh: '补打', en: ['reprint', 'once more'], is: 'a paper once more, on purpose', notZh: ['重印'] },
  { zh: '打印站', en: ['station'], is: 'a page elsewhere that prints for us' },
  { zh: '认领', en: ['adopt', 'claim'], is: 'saying which printer a client serves', notZh: ['绑定'] },
  { zh: '客户端', en: ['client'], is: 'a program that prints for a printer' },
  { zh: '连接', en: ['connect', 'reach', 'link'], is: 'a socket between two programs', notZh: ['联接'] },
  { zh: '令牌', en: ['token'], is: 'a secret that opens the hub', notZh: ['口令牌', '密匙'] },
  { zh: '账号', en: ['account'], is: 'a person the hub knows', notZh: ['帐号', '账户', '帐户'] },
  { zh: '所有者', en: ['owner'], is: 'the first account, which may do all', notZh: ['超级管理员'] },
  {
    zh: '登录',
    en: ['sign in', 'signed in'],
    is: 'saying who one is',
    notZh: ['登陆'],
    notEn: ['log in', 'login'],
  },
  {
    zh: '退出登录',
    en: ['sign out'],
    is: 'ending a session',
    notZh: ['登出', '注销'],
    notEn: ['log out', 'logout'],
  },
  { zh: '权限', en: ['may', 'allowed', 'permission', 'right'], is: 'what somebody may do' },
  { zh: '角色', en: ['role'], is: 'a bundle of permissions' },
  {
    zh: '控制台',
    en: ['console'],
    is: 'these pages',
    notZh: ['后台管理'],
    notEn: ['dashboard', 'admin panel'],
  },
  { zh: '首页', en: ['home'], is: 'the first page' },
  { zh: '面板', en: ['panel'], is: 'what a row opens' },
  { zh: '回调', en: ['webhook'], is: 'an address that is told of events', notEn: ['web hook'] },
  { zh: '队列', en: ['queue'], is: 'what waits, in its order' },
  { zh: '缺纸', en: ['paper', 'out of paper'], is: 'the printer has no paper', notZh: ['无纸'] },
  { zh: '机盖', en: ['cover'], is: 'what is open when one changes the paper', notZh: ['上盖', '纸仓盖'] },
  { zh: '离线', en: ['offline', 'not there'], is: 'nobody is connected for it', notZh: ['掉线'] },
  { zh: '在线', en: ['online'], is: 'connected' },
  { zh: '暂停', en: ['pause'], is: 'kept from printing on purpose' },
  { zh: '重试', en: ['retry', 'retri', 'try again', 'print it'], is: 'the same job again after it failed' },
  { zh: '取消', en: ['cancel'], is: 'taken back before it was done' },
  { zh: '确认', en: ['confirm', 'prove', 'known'], is: 'said by the printer, or by a person' },
  { zh: '份', en: ['cop', 'sheet'], is: 'one paper of a job with several' },
  { zh: '尝试', en: ['attempt', 'tr'], is: 'one run of a copy' },
  { zh: '配置', en: ['configur', 'setting'], is: 'what the hub is started with' },
  { zh: '密码', en: ['password'], is: 'what one signs in with', notZh: ['口令'] },
  { zh: '演示', en: ['demo'], is: 'made up, to look at' },
  { zh: '备份', en: ['backup', 'back up'], is: 'a copy of the data' },
  { zh: '消息', en: ['message'], is: 'what goes over a connection', notZh: ['讯息', '报文'] },
];

/** Longest first, so that 虚拟打印机 is not read as 打印机. */
export const byLength: readonly Term[] = glossary.toSorted((one, other) => other.zh.length - one.zh.length);
