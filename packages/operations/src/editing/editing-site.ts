/** What every editing operation is given: the site it is for and who asks. Whether they may is decided before. */
export interface EditingSite {
  name: string;
  /** The site's bare repository. */
  repository: string;
  /** Where files wait that were uploaded and not saved with an entry yet. */
  uploads: string;
}

/** Who writes, as git names them. */
export interface Editor {
  name: string;
  email: string;
}

/** An operation that cannot be done, with what an editor should read. */
export class EditingError extends Error {
  /** `missing`: what was asked for does not exist. `refused`: it cannot be done as asked. */
  readonly reason: "missing" | "refused";
  constructor(reason: "missing" | "refused", message: string) {
    super(message);
    this.name = "EditingError";
    this.reason = reason;
  }
}
