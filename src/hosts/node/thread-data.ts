/** Data that a task thread is started with. */
export interface ThreadData {
  /** Path of the script of its kind. */
  readonly script: string;
  /** Root of the checkpoint directories. */
  readonly checkpoints: string;
  /** True: keep the code that is compiled of `script` beside it, for later threads, and end. */
  readonly keepsCode?: boolean;
}
