import { expect, it } from 'vitest';
import { linesFor } from './lines.ts';

it('names this hub, and the token only where one is needed', () => {
  const hub = 'http://shop.local:5000';
  for (const shell of ['bash', 'PowerShell'] as const) {
    expect(linesFor(shell, hub, false)).toContain(`${hub}/api/print/orders`);
    expect(linesFor(shell, hub, false)).not.toContain('TOKEN');
    expect(linesFor(shell, hub, true)).toContain('Bearer $TOKEN');
  }
});
