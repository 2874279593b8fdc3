import type { Log } from '@posthouse/kernel';
import { pino, type DestinationStream } from 'pino';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** Structured logs to stderr: JSON lines, or short coloured ones where a person looks on. */
export function createLog(level: LogLevel, pretty: boolean): Log {
  const destination: DestinationStream = pretty ? prettyStream() : pino.destination({ dest: 2, sync: true });
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  return {
    debug: (fields, text) => logger.debug(fields, text),
    info: (fields, text) => logger.info(fields, text),
    warn: (fields, text) => logger.warn(fields, text),
    error: (fields, text) => logger.error(fields, text),
  };
}

const COLOURS: Readonly<Record<number, string>> = { 20: '\u001B[90m', 40: '\u001B[33m', 50: '\u001B[31m' };

function prettyStream(): DestinationStream {
  return { write: (line) => void process.stderr.write(prettyLine(line)) };
}

/** `10:30:00 text key=value`, yellow for warnings, red for errors. */
export function prettyLine(line: string): string {
  const { level, time, msg, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const clock = new Date(String(time)).toTimeString().slice(0, 8);
  const rest = Object.entries(fields)
    .map(([key, value]) => ` ${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('');
  const colour = COLOURS[Number(level)];
  const text = `${clock} ${String(msg)}${rest}`;
  return colour === undefined ? `${text}\n` : `${colour}${text}\u001B[0m\n`;
}
