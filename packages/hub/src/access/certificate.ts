import { readFileSync, statSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { CodedError, type Log, type Ms } from '@posthouse/kernel';

/** What a TLS server answers with. */
export interface Pem {
  readonly cert: Buffer;
  readonly key: Buffer;
}

export interface Certificate {
  /** The pair as it was last read and found to fit. */
  readonly pem: Pem;
  /** Called with the next pair when the files change; connections that are open keep theirs. */
  follow(fn: (pem: Pem) => void): void;
  stop(): void;
}

export interface CertificateOptions {
  /** Files in PEM; the certificate with its chain. */
  readonly cert: string;
  readonly key: string;
  readonly log: Log;
  /** How often the files are looked at. Tools renew by renaming or relinking, which watching a file would miss. */
  readonly every?: Ms;
}

/**
 * Reads a certificate and its key, and again when either file changes. A pair that does not fit throws
 * ACCESS_CERTIFICATE at the start; later it is logged and the old one stays, since renewals write two files.
 */
export function openCertificate({ cert, key, log, every = 10_000 }: CertificateOptions): Certificate {
  const signs = () => `${signOf(cert)}, ${signOf(key)}`;
  // Looked at before it is read: what changes in between is read again.
  let seen = signs();
  let pem = read(cert, key);
  const followers: ((pem: Pem) => void)[] = [];
  const look = () => {
    const now = signs();
    if (now === seen) return;
    seen = now;
    try {
      pem = read(cert, key);
      for (const follow of followers) follow(pem);
      log.info({ cert }, 'the certificate was read anew');
    } catch (error) {
      log.warn({ cert, error: String(error) }, 'the certificate changed and does not fit; the old one stays');
    }
  };
  const timer = setInterval(look, every).unref();
  return {
    get pem() {
      return pem;
    },
    follow: (fn) => void followers.push(fn),
    stop: () => clearInterval(timer),
  };
}

/** Another one whenever the file is another one. */
function signOf(file: string): string {
  try {
    const { ino, size, mtimeNs } = statSync(file, { bigint: true });
    return `${ino} ${size} ${mtimeNs}`;
  } catch {
    return 'not there';
  }
}

function read(cert: string, key: string): Pem {
  try {
    const pem = { cert: readFileSync(cert), key: readFileSync(key) };
    createSecureContext(pem);
    return pem;
  } catch (cause) {
    throw new CodedError('ACCESS_CERTIFICATE', { cert, key, cause: (cause as Error).message }, { cause });
  }
}
