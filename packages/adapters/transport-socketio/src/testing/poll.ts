/** A bare client that polls, past its CONNECT: the address of its session, and its polls. */
export async function connectByPolling(url: string) {
  const anew = `${url}/socket.io/?EIO=4&transport=polling`;
  const { sid } = JSON.parse((await (await fetch(anew)).text()).slice(1)) as { readonly sid: string };
  const session = `${anew}&sid=${sid}`;
  const poll = async () => (await fetch(session)).text();
  const post = (body: string, to = session) => fetch(to, { method: 'POST', body });
  await post('40');
  await poll();
  return { sid, session, poll, post };
}
