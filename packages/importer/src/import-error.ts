/** Why an import cannot start or go on. The message says what happened and what to do. */
export class ImportError extends Error {
  override readonly name = "ImportError";
  readonly code: "foreign-folder" | "other-source" | "bad-state" | "unknown-format" | "unreadable" | "not-complete";
  constructor(code: ImportError["code"], message: string) {
    super(message);
    this.code = code;
  }
}
