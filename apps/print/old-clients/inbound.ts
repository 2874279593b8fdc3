/** What old clients say, as far as it is understood; null is ignored and the connection stays open (contract §1). */
export type Said =
  /** `printer: null` is the one form that gets no acknowledgement. */
  | { readonly type: 'printer_info'; readonly name: string | null; readonly acknowledge: boolean }
  | {
      readonly type: 'print_status';
      readonly job: number;
      readonly status: SaidStatus;
      readonly message: string;
      /** The client's own time of it, as it wrote it. */
      readonly timestamp: string | null;
    }
  | { readonly type: 'ping' }
  | { readonly type: 'status_response'; readonly status: string };

export type SaidStatus = 'printing' | 'completed' | 'failed';

const LONGEST_MESSAGE = 300;
const LONGEST_NAME = 100;
const LONGEST_TIME = 40;

/** Reads one frame; fields of a wrong type make the whole message unknown. */
export function parseInbound(data: unknown): Said | null {
  const message = asObject(data);
  switch (message?.type) {
    case 'ping':
      return { type: 'ping' };
    case 'printer_info':
      return parsePrinterInfo(message.printer);
    case 'print_status':
      return parseStatus(message);
    case 'status_response': {
      const status = asRecord(message.printer_status)?.status;
      return typeof status === 'string' ? { type: 'status_response', status: status.slice(0, 50) } : null;
    }
    default:
      return null;
  }
}

function parsePrinterInfo(printer: unknown): Said | null {
  if (printer === null) return { type: 'printer_info', name: null, acknowledge: false };
  if (printer === undefined) return { type: 'printer_info', name: null, acknowledge: true };
  const info = asRecord(printer);
  if (!info) return null;
  const name = typeof info.name === 'string' ? printable(info.name, LONGEST_NAME) : '';
  return { type: 'printer_info', name: name || null, acknowledge: true };
}

function parseStatus({ job_id, status, message, timestamp }: Record<string, unknown>): Said | null {
  if (typeof job_id !== 'number' || !Number.isSafeInteger(job_id) || job_id < 1) return null;
  if (status !== 'printing' && status !== 'completed' && status !== 'failed') return null;
  return {
    type: 'print_status',
    job: job_id,
    status,
    message: typeof message === 'string' ? printable(message, LONGEST_MESSAGE) : '',
    timestamp: typeof timestamp === 'string' ? timestamp.slice(0, LONGEST_TIME) : null,
  };
}

function asObject(data: unknown): Record<string, unknown> | null {
  if (typeof data !== 'string') return asRecord(data);
  try {
    return asRecord(JSON.parse(data));
  } catch {
    return null;
  }
}

function asRecord(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

function printable(text: string, longest: number): string {
  return text
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, longest);
}
