import { connect } from 'node:net';
import { encodeReceipt } from '@posthouse/printing';
import { PrintClient } from '../orders/print-client.ts';

/** An old print client with a printer of its own. */
export function oldTill(name: string, url: string, printer: number): PrintClient {
  return new PrintClient(
    name,
    url,
    ({ content }) =>
      new Promise((resolve) => {
        const printed = connect(printer, '127.0.0.1');
        printed.on('error', () => printed.destroy());
        printed.resume();
        printed.end(encodeReceipt({ content: { text: content } }));
        printed.once('close', () => resolve());
      }),
  );
}
