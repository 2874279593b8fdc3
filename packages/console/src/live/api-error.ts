/** A coded no, with the words to show. */
export class ApiError extends Error {
  readonly code: string;
  readonly remedy: string | null;
  /** HTTP status; 0 when the hub was not reached. */
  readonly status: number;
  readonly detail: unknown;

  constructor(
    code: string,
    message: string,
    { remedy = null, status = 0, detail }: { remedy?: string | null; status?: number; detail?: unknown } = {},
  ) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.remedy = remedy;
    this.status = status;
    this.detail = detail;
  }
}
