/** The script of the status page: plain browser JavaScript, with `T` (the texts) in scope. */
export const statusScript = String.raw`
const $=(id)=>document.getElementById(id);
const esc=(x)=>String(x).replace(/[&<>"']/g,(c)=>'&#'+c.charCodeAt(0)+';');
const KIND={completed:'good',printing:'moving',at_agent:'moving',waiting:'wait',failed:'bad',uncertain:'ask',unconfirmed:'wait',
 ready:'good',online:'good',idle:'good',connecting:'moving',offline:'bad','paper-out':'bad','cover-open':'bad',open:'good',taken:'wait',draining:'wait'};
const state=(word,words)=>'<span class="state '+(KIND[word]||'')+'">'+esc(words[word]||word)+'</span>';
let token=sessionStorage.getItem('token');
const papersSeen=new Map();let counts={};

async function ask(path){
 const reply=await fetch(path,{headers:token?{authorization:'Bearer '+token}:{}});
 if(reply.status===401||reply.status===403){$('door').hidden=false;throw new Error('token')}
 if(!reply.ok)throw new Error(reply.status);
 return reply;
}
const askJson=async(path)=>(await ask(path)).json();
function put(id,html){const at=$(id);if(at.dataset.html!==html){at.dataset.html=html;at.innerHTML=html}}
function ago(seconds){
 if(seconds<5400)return Math.max(1,Math.round(seconds/60))+' '+T.minutes;
 return seconds<129600?Math.round(seconds/3600)+' '+T.hours:Math.round(seconds/86400)+' '+T.days;
}
const lang=document.documentElement.lang.startsWith('zh')?'zh':'en';

function showHub(hub){
 $('version').textContent='Posthouse '+hub.version+' · '+T.uptime+' '+ago(hub.uptime);
 put('peers',hub.peers.length?hub.peers.map((p)=>'<div class="row"><b>'+esc(p.who)+'</b><span>'+esc(p.endpoint)+'</span><span class="end">'
  +esc(p.address)+(p.rtt===null?'':' · '+Math.round(p.rtt)+' ms')+'</span></div>').join(''):'<p class="empty">'+T.noPeers+'</p>');
 put('doors',hub.endpoints.map((d)=>'<span>'+esc(d.name)+' '+(d.port||'')+' '+state(d.state,T.doorStates)+'</span>').join(''));
}
function showPrint(print){
 const row=(p)=>'<div class="row">'+state(p.is_active===false?'disabled':p.state,T.printerStates)+'<b>'+esc(p.name)+'</b>'
  +(p.is_virtual||p.virtual?'<span class="tag">'+T.virtual+'</span>':'')
  +'<span class="end">'+(p.ip_address?esc(p.ip_address)+':'+p.port+' · ':'')+T.waiting+' '+p.waiting+'</span></div>';
 const client=(c)=>'<div class="row">'+state('online',T.printerStates)+'<b>'+esc(c.name||c.address)+'</b>'
  +(c.mute?'<span class="tag">'+T.mute+'</span>':'')+'<span class="end">'+esc(c.address)+'</span></div>';
 put('printers',print.printers.length+print.clients.length?print.printers.map(row).join('')+print.clients.map(client).join(''):'<p class="empty">'+T.noPrinters+'</p>');
 const order=['uncertain','failed','waiting','printing','at_agent','unconfirmed','completed','expired','cancelled'];
 put('jobs',order.filter((s)=>print.jobs[s]||['waiting','printing','uncertain'].includes(s)).map((s)=>{
  const n=print.jobs[s]||0,changed=counts[s]!==undefined&&counts[s]!==n;
  return '<div class="tile'+(changed?' changed':'')+'"><b>'+n+'</b>'+state(n?s:'',{'':T.states[s],...T.states})+'</div>'}).join(''));
 counts=Object.fromEntries(order.map((s)=>[s,print.jobs[s]||0]));
}
async function showPapers(papers){
 const shown=papers.items.slice(0,6);
 for(const p of shown)if(!papersSeen.has(p.id)){
  const picture=await (await ask('/api/print/papers/'+p.id+'.svg')).blob();
  papersSeen.set(p.id,URL.createObjectURL(picture));
 }
 for(const id of [...papersSeen.keys()])if(!shown.some((p)=>p.id===id)){URL.revokeObjectURL(papersSeen.get(id));papersSeen.delete(id)}
 put('papers',shown.length?shown.map((p)=>'<a class="paper new" target="_blank" href="'+papersSeen.get(p.id)+'"><div class="slot"><img alt="'
  +esc(p.text.slice(0,200))+'" src="'+papersSeen.get(p.id)+'"></div>#'+p.id+' · '+new Date(p.at).toLocaleTimeString()+'</a>').join(''):'<p class="empty">'+T.noPapers+'</p>');
}
function showSummary(hub,print){
 const failed=print.jobs.failed||0,unsure=print.jobs.uncertain||0,waiting=print.jobs.waiting||0;
 const well=hub.notes.length===0&&!failed&&!unsure;
 const word=hub.status==='draining'?T.stopping:well?T.allWell:T.look;
 put('summary','<span class="state '+(well?'good':unsure?'ask':'wait')+'">'+word+'</span> · '+hub.peers.length+' '+T.connected+' · '+waiting+' '+T.waiting);
 const notes=hub.notes.map((n)=>'<div class="note '+n.level+'">'+esc(n.text[lang])+'</div>')
  .concat(hub.endpoints.filter((d)=>d.state==='taken').map((d)=>'<div class="note">'+esc(d.note[lang])+'</div>'),
   unsure?['<div class="note ask">'+T.uncertainAsk+'</div>']:[]).join('');
 $('notes').hidden=!notes;put('notes',notes);
 document.title=(well?'':'● ')+T.title;
}
async function look(){
 try{
  const [hub,print,papers]=await Promise.all(['/api/status','/api/print/status','/api/print/papers'].map(askJson));
  $('door').hidden=true;showHub(hub);showPrint(print);showSummary(hub,print);await showPapers(papers);
 }catch(error){if(error.message!=='token')put('summary','<span class="state bad">'+T.lost+'</span>');else put('summary','')}
 setTimeout(look,document.hidden?10000:2000);
}
$('door').addEventListener('submit',(event)=>{event.preventDefault();token=$('token').value;sessionStorage.setItem('token',token);location.reload()});

const at=location.origin,auth=token?' -H "Authorization: Bearer $TOKEN"':'';
const TOUR={sh:
 'ID=$(curl -s'+auth+' '+at+'/api/print/orders -H "Content-Type: application/json" \\\n  -d \'{"items":[{"name":"珍珠奶茶","quantity":1,"unit_price":25,"size":"大杯"}]}\' \\\n  | sed -E \'s/.*"id":([0-9]+).*/\\1/\')\n'
 +'curl -s'+auth+' -X POST '+at+'/api/print/orders/$ID/confirm -H "Idempotency-Key: tour-$ID"\n'
 +'curl -s'+auth+' '+at+'/api/print/papers\n'
 +'curl -s'+auth+' "'+at+'/api/print/jobs?size=1"',
 ps:
 (token?'$H=@{Authorization="Bearer $TOKEN"}\n':'$H=@{}\n')
 +'$body=[Text.Encoding]::UTF8.GetBytes(\'{"items":[{"name":"珍珠奶茶","quantity":1,"unit_price":25,"size":"大杯"}]}\')\n'
 +'$o=Invoke-RestMethod '+at+'/api/print/orders -Method Post -Headers $H -ContentType "application/json" -Body $body\n'
 +'Invoke-RestMethod "'+at+'/api/print/orders/$($o.id)/confirm" -Method Post -Headers $H\n'
 +'(Invoke-RestMethod '+at+'/api/print/papers -Headers $H).items[0].text\n'
 +'(Invoke-RestMethod "'+at+'/api/print/jobs?size=1" -Headers $H).items'};
let shell=navigator.userAgent.includes('Windows')?'ps':'sh';
function showTour(){$('tour').textContent=TOUR[shell];for(const b of document.querySelectorAll('[data-shell]'))b.setAttribute('aria-pressed',String(b.dataset.shell===shell))}
for(const b of document.querySelectorAll('[data-shell]'))b.addEventListener('click',()=>{shell=b.dataset.shell;showTour()});
$('copy').addEventListener('click',async()=>{await navigator.clipboard.writeText(TOUR[shell]);$('copy').textContent=T.copied;setTimeout(()=>{$('copy').textContent=T.copy},2000)});
showTour();look();
`;
