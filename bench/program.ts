/** Plain data: it is posted to workers. */
export type Params = Readonly<Record<string, string | number>>;

/** What one role of a program gets. */
export interface Seat {
  readonly role: number;
  readonly params: Params;
  /** Memory that all roles share, as `Program.shared` made it. */
  readonly shared: readonly SharedArrayBuffer[];
  /** To the other role, when there are two. */
  readonly port: MessagePort | undefined;
}

/** Code that runs in one or two workers and measures one thing once. One role returns the figure. */
export interface Program {
  readonly roles: 1 | 2;
  shared(params: Params): readonly SharedArrayBuffer[];
  run(seat: Seat): Promise<number | undefined>;
}

/** First message to a worker. */
export interface Start extends Seat {
  readonly program: string;
}

/** Answers of a worker. */
export type Answer =
  | { readonly kind: "ready" }
  | { readonly kind: "done"; readonly figure: number | undefined }
  | { readonly kind: "failed"; readonly message: string };
