export class PolicyError extends Error {
  override name = 'PolicyError';
  /** The file that has to be put right. */
  readonly file: string;
  constructor(file: string, message: string) {
    super(message);
    this.file = file;
  }
}
