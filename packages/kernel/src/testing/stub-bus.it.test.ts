import { describeBus } from './bus-suite.ts';
import { createStubBus, createStubServer } from './stub-bus.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** The suite's promises hold for a bus that is not in the process, too. */
describeBus('a stub of a server on the network', async () => ({
  bus: createStubBus(createStubServer(), turn),
  async settled() {
    for (let turns = 0; turns < 40; turns++) await turn();
  },
}));
