export { createWsTransport } from './ws-transport.ts';
