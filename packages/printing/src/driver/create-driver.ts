import type { Clock, Dial } from '@posthouse/kernel';
import { createCupsSink } from './cups-sink.ts';
import { createDirectDriver, type DriverTimes } from './direct.ts';
import type { Driver } from './driver.ts';
import { createFileSink } from './file-sink.ts';
import { OneWayDriver } from './one-way.ts';
import type { Confirmation, DriverState } from './outcome.ts';
import type { PrinterUrl } from './printer-url.ts';
import { createTextSink } from './text-sink.ts';

export interface DriverOptions {
  readonly dial: Dial;
  readonly clock: Clock;
  /** Where papers to `stdout:` go. */
  readonly out: (text: string) => void;
  /** Millimetres, for papers as text; 80 by default. */
  readonly paperWidthMm?: number;
  readonly learned?: Confirmation;
  readonly onLearned?: (confirm: Confirmation) => void;
  readonly onState?: (state: DriverState) => void;
  readonly times?: Partial<DriverTimes>;
}

/** The driver for a printer's URL. */
export function createDriver({ to, confirm }: PrinterUrl, options: DriverOptions): Driver {
  const { dial, clock, out, paperWidthMm = 80, onState, onLearned, learned, times } = options;
  switch (to.by) {
    case 'tcp':
      return createDirectDriver({
        dial,
        clock,
        host: to.host,
        port: to.port,
        ...(confirm !== undefined && { confirm }),
        ...(learned !== undefined && { learned }),
        ...(onLearned && { onLearned }),
        ...(onState && { onState }),
        ...(times && { times }),
      });
    case 'file':
      return new OneWayDriver(createFileSink(to.path), onState);
    case 'cups':
      return new OneWayDriver(createCupsSink(to.queue), onState);
    case 'stdout':
      return new OneWayDriver(createTextSink(out, paperWidthMm), onState);
  }
}
