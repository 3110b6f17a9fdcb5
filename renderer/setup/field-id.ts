/** The id of a wizard field's input, so that the summary can lead to it. */
export function fieldId(field: string): string {
  return `setup-${field}`;
}
