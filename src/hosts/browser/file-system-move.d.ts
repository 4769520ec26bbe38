/** Moving a file inside the origin private file system: in every engine, not yet in TypeScript's library. */
interface FileSystemFileHandle {
  move(name: string): Promise<void>;
  move(directory: FileSystemDirectoryHandle, name: string): Promise<void>;
  createSyncAccessHandle(): Promise<FileSystemSyncAccessHandle>;
}

interface FileSystemSyncAccessHandle {
  write(bytes: Uint8Array, options: { readonly at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}
