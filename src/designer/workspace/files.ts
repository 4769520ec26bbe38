import { createStore, type StoreApi } from "zustand/vanilla";
import type { JobDocument } from "../../graph/job-document.ts";
import type { DocumentState, Editor } from "../document/editor.ts";
import { namedFiles } from "../document/named-files.ts";
import { durableFiles, grantDurably, keepDurably, type GivenFile } from "./kept-files.ts";

/** Files handed over by drop or picker. Each belongs to the document it was given to: no other one reads it unasked. [UI52] */
export class Files {
  readonly store: StoreApi<{ readonly given: readonly GivenFile[] }> = createStore(() => ({ given: [] }));
  readonly #editor: Editor;
  /** Files that a document was not given when it was asked for them, as "document name". */
  readonly #refused = new Set<string>();
  readonly #sayNotKept: (file: File) => void;

  /** `onNotKept` hears when a file is there for this visit only. */
  constructor(editor: Editor, onNotKept: (file: File) => void) {
    this.#editor = editor;
    this.#sayNotKept = onNotKept;
  }

  /** A document's files, by name. */
  of(documentId: string): ReadonlyMap<string, File> {
    const own = this.#given.filter(({ document }) => document === documentId);
    return new Map(own.map(({ name, file }) => [name, file]));
  }

  /** Gives a file to the present document. `onNotKept` hears when it is there for this visit only; else it is read out. */
  keep(file: File, onNotKept: (file: File) => void = this.#sayNotKept): void {
    const { id, document } = this.#editor.state;
    const given = { key: crypto.randomUUID(), file, name: file.name, document: id, title: document.name };
    this.#add(given);
    keepDurably(given).catch(() => onNotKept(file));
  }

  /** Brings back the files of earlier visits, and those that were given in another tab. A browser that refuses storage has none. */
  async restore(): Promise<void> {
    const kept = await durableFiles().catch(() => []);
    const names = new Set(kept.map(({ document, name }) => `${document} ${name}`));
    this.store.setState(({ given }) => ({ given: [...given.filter(({ document, name }) => !names.has(`${document} ${name}`)), ...kept] }));
  }

  /** For the start of a job: the files that the document names and was given. */
  namedBy(documentId: string, document: JobDocument): readonly File[] {
    const files = this.of(documentId);
    return namedFiles(document).flatMap((name) => files.get(name) ?? []);
  }

  /** Files that the document names, that it was not given, and that another one has: the newest of each name. */
  toAskFor(documentId: string, document: JobDocument): readonly GivenFile[] {
    const own = this.of(documentId);
    const newest = (name: string): GivenFile | undefined => this.#given.findLast((each) => each.name === name);
    return namedFiles(document).flatMap((name) => (own.has(name) ? [] : (newest(name) ?? [])));
  }

  /** Gives a document files that another one has: the person said so. */
  grant(documentId: string, title: string, files: readonly GivenFile[]): void {
    for (const each of files) {
      const granted = { ...each, document: documentId, title };
      this.#add(granted);
      grantDurably(granted).catch(() => this.#sayNotKept(each.file));
    }
  }

  /** The person said no: it is not asked again in this visit. */
  refuse(documentId: string, name: string): void {
    this.#refused.add(`${documentId} ${name}`);
  }

  wasRefused(documentId: string, name: string): boolean {
    return this.#refused.has(`${documentId} ${name}`);
  }

  /** An example that is edited and a linked job that is made one's own get a new id: their files go along. Returns the way to stop. */
  goWithDocument(): () => void {
    return this.#editor.store.subscribe((now, before) => {
      if (!goesOn(now, before)) return;
      this.passOn(before.id, now.id, now.document.name);
    });
  }

  /** A document goes on, or has a copy, under another id: its files go along. */
  passOn(from: string, to: string, title: string): void {
    this.grant(to, title, this.#given.filter(({ document }) => document === from));
  }

  get #given(): readonly GivenFile[] {
    return this.store.getState().given;
  }

  #add(added: GivenFile): void {
    const isOther = ({ document, name }: GivenFile): boolean => document !== added.document || name !== added.name;
    this.store.setState(({ given }) => ({ given: [...given.filter(isOther), added] }));
  }
}

/** True when it is the same document as before under another id. */
function goesOn(now: DocumentState, before: DocumentState): boolean {
  return now.id !== before.id && (now.document === before.document || now.past.length > 0);
}
