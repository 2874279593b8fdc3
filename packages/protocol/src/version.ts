/** The WebSocket sub-protocol (RFC 6455 §1.9) that a native peer must ask for. */
export const SUBPROTOCOL = 'posthouse.1';

/**
 * The version said in `hello`. It grows when a message changes in a way that an older peer would misread; the
 * test of the wire's hash fails until it does.
 */
export const VERSION = 1;
