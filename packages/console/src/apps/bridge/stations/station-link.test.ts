import { expect, it } from 'vitest';
import { isLocal, stationLink } from './station-link.ts';

it('leads to the station page, with the id that was chosen', () => {
  expect(stationLink('http://hub:5000', '', false)).toBe('http://hub:5000/station');
  expect(stationLink('http://hub:5000', '前台 1', true)).toBe(
    'http://hub:5000/station?id=%E5%89%8D%E5%8F%B0+1&kiosk=1',
  );
});

it('knows an address that no other machine can follow', () => {
  expect(['localhost', '127.0.0.1', '[::1]'].map(isLocal)).toEqual([true, true, true]);
  expect(['192.168.1.5', 'hub.local', '127.example'].map(isLocal)).toEqual([false, false, false]);
});
