import { shallowRef, triggerRef, type ShallowRef } from 'vue';
import { useApi } from '../../../live/api.ts';
import { ApiError } from '../../../live/api-error.ts';
import type { Envelope, Import } from '../answers.ts';
import { kindOf, uploadOf, type Defaults } from './file-kind.ts';

/** A file on its way. */
export interface Upload {
  readonly id: number;
  readonly name: string;
  readonly size: number;
  /** 0 to 1. */
  share: number;
  failure: ApiError | null;
}

/** Enough of a file to tell what it is, bytes. */
const BEGINNING = 256;

/** Sends files one after the other; a failed one stays to be read, the others go on. */
export function useUploads(): {
  readonly uploads: ShallowRef<Upload[]>;
  readonly send: (files: readonly File[], defaults: Defaults) => Promise<void>;
  readonly dismiss: (id: number) => void;
} {
  const api = useApi();
  const uploads = shallowRef<Upload[]>([]);
  let counted = 0;

  async function sendOne(upload: Upload, file: File, defaults: Defaults): Promise<void> {
    const kind = kindOf(file.name, await file.slice(0, BEGINNING).text());
    const { path, type } = uploadOf(file.name, kind, defaults);
    try {
      await api.upload<Envelope<Import>>(path, file, {
        type,
        onProgress(share) {
          upload.share = share;
          triggerRef(uploads);
        },
      });
      dismiss(upload.id);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      upload.failure = error;
      triggerRef(uploads);
    }
  }

  function dismiss(id: number): void {
    uploads.value = uploads.value.filter((one) => one.id !== id);
  }

  async function send(files: readonly File[], defaults: Defaults): Promise<void> {
    const begun = files.map((file) => ({
      upload: { id: ++counted, name: file.name, size: file.size, share: 0, failure: null },
      file,
    }));
    uploads.value = [...uploads.value, ...begun.map(({ upload }) => upload)];
    for (const { upload, file } of begun) await sendOne(upload, file, { ...defaults });
  }

  return { uploads, send, dismiss };
}
