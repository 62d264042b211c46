/** Why a request is turned back: a status, a code for the log, and one sentence for whoever sent it. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, sentence: string, cause?: unknown) {
    super(sentence, { cause });
    this.status = status;
    this.code = code;
  }
}
