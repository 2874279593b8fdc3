export { createSocketIoTransport, type SocketIoOptions } from './socketio-transport.ts';
export { createEngineIoTransport } from './engineio-transport.ts';
export { Sessions } from './sessions.ts';
export { recoveryApp, RESUME_WITHIN } from './recovery-app.ts';
export { eventFrame, type EventFrame } from './event-frame.ts';
export { ackArguments } from './ack-arguments.ts';
