import { describe, expect, it } from 'vitest';
import { parsePrinterUrl } from './printer-url.ts';

describe('a printer’s URL', () => {
  it.each([
    ['tcp://10.0.0.9', { to: { by: 'tcp', host: '10.0.0.9', port: 9100 } }],
    ['tcp://[::1]:9101/', { to: { by: 'tcp', host: '::1', port: 9101 } }],
    [
      'tcp://kitchen:9100?confirm=none&commands=generic',
      { to: { by: 'tcp', host: 'kitchen', port: 9100 }, confirm: 'none', commandSet: 'generic' },
    ],
    ['file:///dev/usb/lp0', { to: { by: 'file', path: '/dev/usb/lp0' } }],
    ['file:///C:/out%20put.bin', { to: { by: 'file', path: 'C:/out put.bin' } }],
    ['cups://Front_Desk', { to: { by: 'cups', queue: 'Front_Desk' } }],
    ['cups://%E5%89%8D%E5%8F%B0?commands=star', { to: { by: 'cups', queue: '前台' }, commandSet: 'star' }],
    ['stdout:', { to: { by: 'stdout' } }],
  ])('%s is understood', (text, place) => {
    expect(parsePrinterUrl(text)).toEqual(place);
  });

  it.each([
    '',
    'printer',
    'http://10.0.0.9',
    'tcp://',
    'tcp://h:70000',
    'tcp://h/path',
    'tcp://user@h',
    'tcp://h?confirm=maybe',
    'tcp://h?confrim=none',
    'cups://-o',
    'cups://a/b',
    'cups://q?confirm=none',
    'file:///',
    'file:///dev/100%',
    'cups://50%25%',
    'stdout:?commands=zpl',
  ])('%s is refused', (text) => {
    expect(parsePrinterUrl(text)).toBeNull();
  });
});
