/** @returns the path without its percent signs, or `undefined` when a stray one makes it name no file */
export function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
