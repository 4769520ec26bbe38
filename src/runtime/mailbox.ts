import type { Mail } from "./environment.ts";

/** Mail to a task in order of arrival. A cancel is seen at once, whatever is in front of it. */
export class Mailbox {
  #mails: Mail[] = [];
  #canceled = false;

  post(mail: Mail): void {
    if (mail.kind === "cancel") this.#canceled = true;
    else this.#mails.push(mail);
  }

  get canceled(): boolean {
    return this.#canceled;
  }

  take(): Mail | undefined {
    return this.#mails.shift();
  }

  isEmpty(): boolean {
    return this.#mails.length === 0;
  }
}
