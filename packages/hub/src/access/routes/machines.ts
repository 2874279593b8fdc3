import { isRefusal, refuse, reply, type Id, type Route } from '@posthouse/kernel';
import type { Static } from 'typebox';
import type { Access } from '../access.ts';
import { ById, ClaimBody, NewMachine } from '../contract.ts';
import { claimMachine, createMachine, listMachines, renewClaim, revokeMachine } from '../ops/machines.ts';
import { digestOf, newClaimCode, newSecret, plainClaimCode } from '../secrets.ts';
import { machineShape } from '../shapes.ts';
import { actorOf, made, onePage, route } from './route.ts';

/** Tokens of agents, devices and stations: a code made in the console becomes a token on the machine. */
export function machineRoutes(access: Access): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/auth/machines',
      permission: 'access.machine.read',
      summary: { zh: '设备及其令牌状态', en: 'Machines, and whether they have a token' },
      schema: {},
      handle: async (call) => onePage((await call.read(listMachines, null)).map(machineShape)),
    }),
    route<unknown, unknown, Static<typeof NewMachine>>({
      method: 'POST',
      path: '/api/auth/machines',
      permission: 'access.machine.write',
      summary: {
        zh: '登记设备并生成认领码（15 分钟内有效）',
        en: 'Register a machine and get its claim code (good for 15 minutes)',
      },
      schema: { body: NewMachine },
      async handle(call) {
        const { name, kind, only = null } = call.body;
        const claim = newClaimCode();
        const by = actorOf(call);
        // Not under the idempotency key: the code is a secret, and must not be kept beside its machine.
        const machine = await call.kernel.store.write(createMachine, {
          name,
          kind,
          only,
          claim: digestOf(claim),
          by,
        });
        return made(machine, (one) => ({ ...machineShape(one), claim_code: claim }));
      },
    }),
    route<{ id: Id }>({
      method: 'POST',
      path: '/api/auth/machines/:id/code',
      permission: 'access.machine.write',
      summary: {
        zh: '生成新的认领码；认领后旧令牌失效',
        en: 'Make a new claim code; once claimed, the old token ends',
      },
      schema: { params: ById },
      async handle(call) {
        const claim = newClaimCode();
        const machine = await call.kernel.store.write(renewClaim, {
          id: call.params.id,
          claim: digestOf(claim),
          by: actorOf(call),
        });
        return made(machine, (one) => ({ ...machineShape(one), claim_code: claim }));
      },
    }),
    route<{ id: Id }>({
      method: 'DELETE',
      path: '/api/auth/machines/:id',
      permission: 'access.machine.write',
      summary: { zh: '收回设备令牌', en: 'Take back the token of a machine' },
      schema: { params: ById },
      handle: (call) => call.write(revokeMachine, { id: call.params.id, by: actorOf(call) }),
    }),
    route<unknown, unknown, Static<typeof ClaimBody>>({
      method: 'POST',
      path: '/api/auth/claim',
      // Public: the code is the credential; it works once, for 15 minutes, and wrong ones make the address wait.
      permission: null,
      summary: {
        zh: '用认领码换取设备令牌（仅一次）',
        en: 'Turn a claim code into the token of this machine (once)',
      },
      schema: { body: ClaimBody },
      async handle(call) {
        const { address, agent = '' } = call;
        const wait = access.claims.wait(address);
        if (wait > 0) return refuse('ACCESS_TRIES', { retry_after: Math.ceil(wait / 1_000) });
        access.claims.fail(address);
        const token = newSecret('phm');
        const machine = await call.kernel.store.write(claimMachine, {
          claim: digestOf(plainClaimCode(call.body.code)),
          digest: digestOf(token),
          address,
          agent,
        });
        if (isRefusal(machine)) return machine;
        access.claims.succeed(address);
        return reply({ status: 201, body: { token, machine: machineShape(machine) } });
      },
    }),
  ];
}
