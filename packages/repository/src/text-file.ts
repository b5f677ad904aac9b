/** Whether a file of this name is a text that people edit: Markdown, YAML, CSV. */
export function isText(path: string): boolean {
  return /\.(md|yaml|csv)$/i.test(path);
}
