import { describe, expect, it } from 'vitest';
import { CodedError, refuse } from '../ports/base.ts';
import { createLiveHouse } from '../testing/live-house.ts';

/** What a frame counts beside its bytes. */
const FRAME = 64;
const options = { limits: { bytes: 1_000 }, endpoint: { maxMessage: 1_000, ping: 0 } };

describe('inbound bytes', () => {
  it('K9: pause reading when two messages at once are used up, until the debt is paid', async () => {
    const house = createLiveHouse(options);
    const { inbound, wire, heard } = await house.connect();
    inbound.took!(1_000 - FRAME);
    inbound.took!(1_000 - FRAME);
    expect(wire.paused).toBe(false);
    inbound.took!(500 - FRAME);
    await inbound.message('x');
    expect(wire.paused).toBe(true);
    expect(heard).toEqual(['x']);
    house.clock.advance(499);
    expect(wire.paused).toBe(true);
    house.clock.advance(1);
    expect(wire.paused).toBe(false);
  });

  it('count what came in one piece with the last allowed one', async () => {
    const house = createLiveHouse(options);
    const { inbound, wire } = await house.connect();
    inbound.took!(2_500 - FRAME);
    inbound.took!(1_000 - FRAME);
    house.clock.advance(1_499);
    expect(wire.paused).toBe(true);
    house.clock.advance(1);
    expect(wire.paused).toBe(false);
  });

  it('and messages in hand each hold reading back for themselves', async () => {
    const house = createLiveHouse(options);
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const { inbound, wire } = await house.connect({ app: { message: () => held } });
    const handled = Array.from({ length: 32 }, () => inbound.message('x'));
    inbound.took!(2_500 - FRAME);
    house.clock.advance(500);
    expect(wire.paused).toBe(true);
    inbound.took!(500 - FRAME);
    release();
    await Promise.all(handled);
    expect(wire.paused).toBe(true);
    house.clock.advance(500);
    expect(wire.paused).toBe(false);
  });

  it('include pongs that nobody asked for', async () => {
    const house = createLiveHouse(options);
    const { inbound, wire } = await house.connect();
    for (let count = 0; count < 2_000 / FRAME + 1; count++) inbound.pong();
    expect(wire.paused).toBe(true);
  });

  it('hold a peer back also while its connection closes', async () => {
    const house = createLiveHouse(options);
    const { inbound, peer, wire } = await house.connect();
    inbound.took!(2_500);
    peer.close(1012, 'KERNEL_DRAINING');
    wire.resume();
    house.clock.advance(10_000);
    inbound.took!(2_500);
    expect(wire.paused).toBe(true);
    inbound.closed(1012);
    house.clock.advance(60_000);
    expect(wire.paused).toBe(true);
  });
});

describe('an abusive message', () => {
  it('of more than 64 KiB that nests too deeply ends its peer at once; a small one does not', async () => {
    const house = createLiveHouse({ endpoint: { maxMessage: 1_048_576 } });
    const { inbound, wire } = await house.connect();
    const nested = '['.repeat(40_000);
    inbound.took!(nested.length);
    await inbound.message(nested);
    expect(wire.closed).toBeNull();
    inbound.took!(65_537);
    await inbound.message('['.repeat(65_537));
    expect(wire.closed).toEqual({ code: 4429, reason: 'KERNEL_TOO_DEEP' });
  });

  it('makes its address wait before more than four new connections, which keeps what is open', async () => {
    const house = createLiveHouse();
    const bad = await house.connect();
    const good = await house.connect();
    bad.inbound.took!(65_537);
    await bad.inbound.message('['.repeat(65_537));
    for (let free = 0; free < 4; free++) expect((await house.connect()).wire.closed).toBeNull();
    const late = await house.connect();
    expect(late.accepted).toEqual(refuse('KERNEL_ADDRESS_PACED', { after: 4_000 }));
    expect(late.wire.closed).toEqual({ code: 1013, reason: 'KERNEL_ADDRESS_PACED' });
    expect(good.peer.state).toBe('open');
    expect((await house.connect({ address: '10.0.0.2' })).wire.closed).toBeNull();
    house.clock.advance(4_000);
    expect((await house.connect()).wire.closed).toBeNull();
  });
});

it('nobody is cut for what the hub cannot do', async () => {
  const house = createLiveHouse({ limits: { messages: 10 } });
  const codes = ['KERNEL_STORE_UNAVAILABLE', 'SOME_CODE'];
  const [patient, cut] = await Promise.all(
    codes.map((code) =>
      house.connect({
        app: {
          message: async () => {
            throw new CodedError(code);
          },
        },
      }),
    ),
  );
  for (let count = 0; count < 50; count++) {
    await patient!.inbound.message('x');
    await cut!.inbound.message('x');
    house.clock.advance(200);
  }
  expect(patient!.wire.closed).toBeNull();
  expect(cut!.wire.closed).toEqual({ code: 4429, reason: 'SOME_CODE' });
});

it('who leaves in debt does not come back without it, and who leaves without one is not remembered', async () => {
  const house = createLiveHouse(options);
  const paced = async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => house.connect()));
    return all.filter(({ wire }) => wire.closed?.code === 1013).length;
  };
  const honest = await house.connect();
  honest.inbound.took!(1_000);
  honest.inbound.closed(1000);
  expect(await paced()).toBe(0);
  const debtor = await house.connect();
  debtor.inbound.took!(5_000);
  debtor.inbound.closed(1006);
  expect(await paced()).toBe(1);
});
