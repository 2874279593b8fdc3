import { describe, expect, it } from 'vitest';
import { parseAgentOptions } from './options.ts';

const printer = ['--printer', '3=tcp://10.0.0.9'];

describe('the command line of the agent', () => {
  it('reads hub, token, printers and folder, and adds the path', () => {
    const given = ['--hub', 'ws://10.0.0.2:5000', '--token', 't', ...printer, '--printer', '4=stdout:'];
    expect(parseAgentOptions(given, {})).toMatchObject({
      hub: 'ws://10.0.0.2:5000/ws',
      token: 't',
      printers: new Map([
        ['3', { to: { by: 'tcp', host: '10.0.0.9', port: 9100 } }],
        ['4', { to: { by: 'stdout' } }],
      ]),
      folder: 'posthouse-agent',
      ahead: 4,
    });
  });

  it('takes from the environment what is not given, so that no secret stands in a list of processes', () => {
    const env = {
      POSTHOUSE_AGENT_HUB: 'wss://hub/ws',
      POSTHOUSE_AGENT_TOKEN: 'secret',
      POSTHOUSE_AGENT_PRINTERS: '3=cups://a  4=file:///dev/usb/lp0',
    };
    expect(parseAgentOptions([], env)).toMatchObject({ hub: 'wss://hub/ws', token: 'secret' });
  });

  it('names every mistake at once, in both languages', () => {
    const faults = parseAgentOptions(['--hub', 'http://x', '--printer', 'tcp://x', '--ahead', '0'], {});
    expect(faults).toHaveLength(3);
    for (const fault of faults as { zh: string; en: string }[]) expect(fault.zh).not.toBe(fault.en);
    expect(parseAgentOptions(['--hub', 'ws://x'], {})).toHaveLength(1);
    expect(parseAgentOptions(['--hub', 'ws://x', ...printer, ...printer], {})).toHaveLength(1);
    expect(parseAgentOptions(['--what'], {})).toHaveLength(1);
    expect(parseAgentOptions(['--help', '--what'], {})).toHaveLength(1);
    expect(parseAgentOptions(['-h'], {})).toBe('help');
  });
});
