import type { Locale } from '@posthouse/protocol';
import { palette } from '../status/palette.ts';
import { SEAL, sealIcon } from '../status/seal.ts';

const TEXTS = {
  zh: {
    title: '登录 · 驿站',
    signIn: '登录',
    signInLead: '请用账号登录。',
    owner: '创建所有者',
    ownerLead: '这台驿站还没有账号。在这里创建所有者；此后所有人（包括本机）都要登录。',
    name: '用户名或邮箱',
    ownerName: '用户名',
    password: '密码',
    passwordRule: '密码至少 10 个字符。',
    failed: '无法连接驿站',
    stop: '。',
  },
  en: {
    title: 'Sign in · Posthouse',
    signIn: 'Sign in',
    signInLead: 'Sign in with your account.',
    owner: 'Make the owner',
    ownerLead:
      'This hub has no account yet. Make its owner here; from then on everybody signs in, on this machine too.',
    name: 'Name or e-mail',
    ownerName: 'Name',
    password: 'Password',
    passwordRule: 'The password needs 10 characters or more.',
    failed: 'The hub cannot be reached',
    stop: '. ',
  },
} as const;

/** The page at `/sign-in`: signs in, or makes the owner where there is none. Plain HTML without data. */
export function signInPage(locale: Locale): string {
  const t = TEXTS[locale];
  return `<!doctype html>
<html lang="${locale === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${t.title}</title>
<link rel="icon" href="${sealIcon}">
<style>${STYLE}</style>
</head>
<body>
<form id="form">
  <div class="seal" aria-hidden="true">${SEAL}</div>
  <h1 id="what">${t.signIn}</h1>
  <p id="lead">${t.signInLead}</p>
  <label id="called" for="name">${t.name}</label>
  <input id="name" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="320" required autofocus>
  <label for="password">${t.password}</label>
  <input id="password" type="password" autocomplete="current-password" maxlength="1024" aria-describedby="rule" required>
  <p id="rule" class="soft" hidden>${t.passwordRule}</p>
  <p id="fault" role="alert"></p>
  <button id="go">${t.signIn}</button>
</form>
<script>const T=${JSON.stringify(t)};
${SCRIPT}</script>
</body>
</html>
`;
}

const STYLE = `${palette}
*{box-sizing:border-box}
body{margin:0;min-height:100dvh;display:grid;place-items:center;padding:32px 20px;background:var(--ground);color:var(--ink);font:16px/1.55 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",system-ui,sans-serif}
form{width:min(352px,100%);display:grid}
.seal{margin-bottom:16px}.seal svg{width:48px;height:48px;display:block}
h1{font-size:24px;font-weight:600;line-height:1.2;margin:0}
p{margin:0}#lead{margin-top:6px;color:var(--soft)}
label{margin:20px 0 6px;font-size:14px;font-weight:600}
input,button{font:inherit;min-height:44px;border:1px solid var(--line);border-radius:6px}
input{width:100%;padding:0 12px;border-color:var(--off);background:var(--sheet);color:inherit}
.soft{color:var(--soft);font-size:14px;margin-top:6px}
button{margin-top:24px;background:var(--press);border-color:var(--press);color:#fffaf0;font-weight:600;cursor:pointer}
button:disabled{opacity:.6;cursor:progress}
input:focus-visible,button:focus-visible{outline:2px solid var(--seal);outline-offset:2px}
#fault:not(:empty){margin-top:16px;border-left:3px solid var(--bad);background:var(--sheet);padding:10px 14px;border-radius:0 6px 6px 0}`;

const SCRIPT = String.raw`
const $=(id)=>document.getElementById(id);
let path='/api/auth/sign-in';
fetch('/api/auth/state').then((reply)=>reply.json()).then((state)=>{
 if(state.signed_in)return location.replace('/');
 if(state.owner)return;
 path='/api/auth/owner';$('what').textContent=$('go').textContent=T.owner;$('lead').textContent=T.ownerLead;
 $('called').textContent=T.ownerName;$('rule').hidden=false;
 Object.assign($('name'),{minLength:2,maxLength:40,pattern:'[^\\s@\\/]+'});
 Object.assign($('password'),{autocomplete:'new-password',minLength:10});
});
$('form').onsubmit=async(event)=>{
 event.preventDefault();$('go').disabled=true;$('fault').textContent='';
 try{
  const reply=await fetch(path,{method:'POST',headers:{'content-type':'application/json','accept-language':document.documentElement.lang},
   body:JSON.stringify({name:$('name').value,password:$('password').value})});
  if(reply.ok)return location.replace('/');
  const {error}=await reply.json();
  $('fault').textContent=[error.message,error.remedy].filter(Boolean).join(T.stop);
 }catch{$('fault').textContent=T.failed}
 $('go').disabled=false;
};`;
