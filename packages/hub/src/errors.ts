import { defineErrors } from '@posthouse/protocol';

/** What the hub itself refuses: at its doors, and at its start. */
export const hubErrors = defineErrors({
  HUB_INVALID_INPUT: {
    status: 400,
    text: { zh: '输入有误', en: 'The input is not valid' },
    remedy: {
      zh: '按 detail 中列出的各项修改；接口说明见 /api/docs',
      en: 'Mend what detail lists; /api/docs describes the interface',
    },
  },
  HUB_BAD_JSON: {
    status: 400,
    text: { zh: '请求体不是有效的 JSON', en: 'The body is not valid JSON' },
    remedy: { zh: '检查引号与逗号，并发送 UTF-8', en: 'Check quotes and commas, and send UTF-8' },
  },
  HUB_MEDIA_TYPE: {
    status: 415,
    text: { zh: '不支持的内容类型', en: 'This content type is not read here' },
    remedy: { zh: '请使用 Content-Type: application/json', en: 'Send Content-Type: application/json' },
  },
  HUB_BODY_TOO_LARGE: {
    status: 413,
    text: { zh: '请求体过大', en: 'The body is too large' },
    remedy: {
      zh: '请求体最多 1 MiB（无需身份的接口 16 KiB），请分批发送',
      en: 'A body may have 1 MiB (16 KiB where nobody need sign in); send smaller parts',
    },
  },
  HUB_HEADERS_TOO_LARGE: {
    status: 431,
    text: { zh: '地址或请求头过大', en: 'The address or the headers are too large' },
    remedy: {
      zh: '二者合计最多 16 KiB；数据请放进请求体',
      en: 'Together they may have 16 KiB; send data in the body',
    },
  },
  HUB_ADDRESS_UNREADABLE: {
    status: 400,
    text: { zh: '地址中有未经编码的字符', en: 'The address has characters that must be encoded' },
    remedy: {
      zh: '中文、空格等请先做百分号编码（encodeURIComponent；curl 用 -G --data-urlencode）',
      en: 'Percent-encode what is no plain ASCII, and spaces (encodeURIComponent; with curl: -G --data-urlencode)',
    },
  },
  HUB_UPLOAD_TOO_LARGE: {
    status: 413,
    text: { zh: '文件过大', en: 'The file is too large' },
    remedy: {
      zh: '上限（字节）见 detail.limit，请拆成几个文件上传',
      en: 'detail.limit says how many bytes are taken; split the file',
    },
  },
  HUB_UPLOAD_CUT: {
    status: 400,
    text: { zh: '上传中断，文件没有传完', en: 'The upload broke off before its end' },
    remedy: { zh: '重新上传', en: 'Send the file again' },
  },
  HUB_KEY_INVALID: {
    status: 400,
    text: { zh: 'Idempotency-Key 无效', en: 'The Idempotency-Key is not valid' },
    remedy: { zh: '应为 1 到 200 个可见 ASCII 字符', en: 'It must be 1 to 200 visible ASCII characters' },
  },
  HUB_TOKEN_MISSING: {
    status: 401,
    text: { zh: '需要令牌', en: 'A token is needed' },
    remedy: {
      zh: '加上 Authorization: Bearer <令牌>；令牌由 POSTHOUSE_TOKENS 配置',
      en: 'Add Authorization: Bearer <token>; tokens are configured by POSTHOUSE_TOKENS',
    },
  },
  HUB_TOKEN_INVALID: {
    status: 401,
    text: { zh: '令牌无效', en: 'The token is not valid' },
    remedy: {
      zh: '检查是否抄写完整；令牌由 POSTHOUSE_TOKENS 配置',
      en: 'Check that it was copied whole; tokens are configured by POSTHOUSE_TOKENS',
    },
  },
  HUB_FORBIDDEN: {
    status: 403,
    text: { zh: '没有权限', en: 'Not permitted' },
    remedy: {
      zh: '使用具有 detail 中权限的角色的令牌',
      en: 'Use a token whose role has the permission in detail',
    },
  },
  HUB_HOST_REFUSED: {
    status: 403,
    text: { zh: '不认识这个域名', en: 'This is not a name of this hub' },
    remedy: {
      zh: '使用 IP 地址或 localhost，或把域名加入 POSTHOUSE_NAMES',
      en: 'Use an address or localhost, or add the name to POSTHOUSE_NAMES',
    },
  },
  HUB_ADDRESS_REFUSED: {
    status: 403,
    text: { zh: '不接受来自这个地址的请求', en: 'Requests from this address are not taken' },
    remedy: {
      zh: '把所在网段加入 POSTHOUSE_MAIN_ALLOW（或该入口的 …_ALLOW）；若经过反向代理，见 POSTHOUSE_TRUST_PROXY',
      en: 'Add its network to POSTHOUSE_MAIN_ALLOW (or to …_ALLOW of the endpoint); behind a reverse proxy see POSTHOUSE_TRUST_PROXY',
    },
  },
  HUB_ORIGIN_REFUSED: {
    status: 403,
    text: { zh: '不接受来自其他网站页面的请求', en: 'Requests of pages from other sites are not taken' },
    remedy: {
      zh: '把页面来源加入 POSTHOUSE_MAIN_ORIGINS（或该入口的 …_ORIGINS）',
      en: 'Add the origin to POSTHOUSE_MAIN_ORIGINS (or to …_ORIGINS of the endpoint)',
    },
  },
  HUB_CROSS_SITE_REFUSED: {
    status: 403,
    text: { zh: '不接受其他网站发起的操作', en: 'Another site may not cause this' },
    remedy: { zh: '请在本服务自己的页面上操作', en: "Do it on the hub's own page" },
  },
  HUB_PREFETCH_REFUSED: {
    status: 403,
    text: { zh: '浏览器预取不能触发操作', en: 'A browser that fetches ahead may not cause this' },
    remedy: { zh: '请直接打开这个地址', en: 'Open the address itself' },
  },
  HUB_REQUEST_TIMEOUT: {
    status: 408,
    text: { zh: '请求没有在规定时间内发完', en: 'The request did not arrive in time' },
    remedy: { zh: '检查网络后重新发送', en: 'Check the network and send it again' },
  },
  HUB_NOT_FOUND: {
    status: 404,
    text: { zh: '没有这个地址', en: 'There is nothing at this address' },
    remedy: { zh: '接口列表见 /api/docs', en: 'See /api/docs for what there is' },
  },
  HUB_PEER_UNKNOWN: {
    status: 404,
    text: { zh: '没有这个连接，或它已断开', en: 'There is no such connection, or it has gone' },
    remedy: { zh: '刷新连接列表', en: 'Look at the list of connections again' },
  },
  HUB_PEER_KICKED: {
    status: 409,
    text: { zh: '连接被管理员断开', en: 'Somebody ended this connection' },
    remedy: {
      zh: '可以重新连接；若反复发生，请询问管理员',
      en: 'It may come back; ask whoever runs the hub if it happens again',
    },
  },
  HUB_DEMO_UNKNOWN: {
    status: 404,
    text: { zh: '这个应用没有演示数据', en: 'This app has no demo data' },
    remedy: { zh: '可用的应用见 GET /api/demo', en: 'GET /api/demo lists the apps that have' },
  },
  HUB_DRAINING: {
    status: 503,
    text: { zh: '服务正在停止', en: 'The hub is stopping' },
    remedy: { zh: '稍后重试', en: 'Try again shortly' },
  },
  HUB_CONFIG_INVALID: {
    status: 500,
    text: { zh: '配置有误', en: 'The configuration is not valid' },
    remedy: {
      zh: '修改列出的各项；posthouse config --print 显示每一项及其来源',
      en: 'Mend what is listed; posthouse config --print shows every setting and where it came from',
    },
  },
  HUB_CONFIG_MISSING: {
    status: 500,
    text: { zh: '没有这个配置文件', en: 'There is no such configuration file' },
    remedy: {
      zh: '检查 --config 与 POSTHOUSE_CONFIG；不需要配置文件就去掉它们',
      en: 'Check --config and POSTHOUSE_CONFIG, or drop them: a file is not needed',
    },
  },
  HUB_CONFIG_UNREADABLE: {
    status: 500,
    text: { zh: '无法读取配置文件', en: 'The configuration file cannot be read' },
    remedy: {
      zh: '检查路径、权限与格式（JSON 或 YAML）',
      en: 'Check its path, rights and form (JSON or YAML)',
    },
  },
  HUB_NO_DATA: {
    status: 500,
    text: { zh: '没有这个数据文件夹', en: 'There is no such data folder' },
    remedy: {
      zh: '检查 --data 与 POSTHOUSE_DATA；第一个账号用 posthouse user create-owner 创建',
      en: 'Check --data and POSTHOUSE_DATA; posthouse user create-owner makes the first account',
    },
  },
  HUB_NOT_CLOSED: {
    status: 500,
    text: { zh: '没有令牌，不对外监听', en: 'It does not listen beyond this machine without tokens' },
    remedy: {
      zh: '设置 POSTHOUSE_TOKENS=名称:角色:密钥，或改回 127.0.0.1',
      en: 'Set POSTHOUSE_TOKENS=name:role:secret, or go back to 127.0.0.1',
    },
  },
  HUB_PORT_TAKEN: {
    status: 500,
    text: { zh: '端口已被占用', en: 'The port is taken' },
    remedy: { zh: '换一个端口：npm start -- --port 5050', en: 'Use another one: npm start -- --port 5050' },
  },
  HUB_PORT_FORBIDDEN: {
    status: 500,
    text: { zh: '不允许监听这个端口', en: 'Listening on this port is not allowed' },
    remedy: {
      zh: '1024 以下的端口需要特权；换一个：npm start -- --port 5050',
      en: 'Ports below 1024 need privileges; use another: npm start -- --port 5050',
    },
  },
  HUB_ADDRESS_UNKNOWN: {
    status: 500,
    text: { zh: '本机没有这个地址', en: 'This machine does not have this address' },
    remedy: {
      zh: '检查 POSTHOUSE_HOST；0.0.0.0 表示所有地址',
      en: 'Check POSTHOUSE_HOST; 0.0.0.0 means all addresses',
    },
  },
  HUB_NOT_ANSWERING: {
    status: 500,
    text: {
      zh: '数据文件夹正被使用，但驿站没有应答',
      en: 'The data folder is in use, but its hub does not answer',
    },
    remedy: {
      zh: '它可能正在启动或停止：稍后重试；仍不行请运行 posthouse doctor',
      en: 'It may be starting or stopping: try again shortly, else run posthouse doctor',
    },
  },
  HUB_BACKUP_RUNNING: {
    status: 409,
    text: { zh: '正在备份，一次只做一个', en: 'A backup is being made; there is one at a time' },
    remedy: { zh: '等它完成（GET /api/system/backups）', en: 'Wait for it (GET /api/system/backups)' },
  },
});
