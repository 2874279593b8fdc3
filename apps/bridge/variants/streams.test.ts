import { isRefusal } from '@posthouse/kernel';
import { expect, it } from 'vitest';
import { Streams } from './streams.ts';

function open(streams: Streams, address: string): () => void {
  const leave = streams.enter(address);
  if (isRefusal(leave)) throw new Error(leave.refuse);
  return leave;
}

it('bounds the streams of one address and lets the others go on', () => {
  const streams = new Streams({ connections: 10, perAddress: 2 });
  open(streams, 'a');
  const leave = open(streams, 'a');
  expect(streams.enter('a')).toEqual({ refuse: 'KERNEL_TOO_MANY_FROM_ADDRESS' });
  open(streams, 'b');
  leave();
  open(streams, 'a');
  expect(streams.enter('a')).toEqual({ refuse: 'KERNEL_TOO_MANY_FROM_ADDRESS' });
});

it('bounds the streams of all addresses together', () => {
  const streams = new Streams({ connections: 2, perAddress: 2 });
  open(streams, 'a');
  const leave = open(streams, 'b');
  expect(streams.enter('c')).toEqual({ refuse: 'KERNEL_TOO_MANY_CONNECTIONS' });
  leave();
  open(streams, 'c');
});
