/** `Accept: application/json+canvas-string-ids`: id, *_id and *_ids become text (§5.4). */
export function withStringIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withStringIds);
  if (typeof value !== 'object' || value === null) return value;
  const result: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    if (typeof item === 'number' && (key === 'id' || key.endsWith('_id'))) result[key] = String(item);
    else if (Array.isArray(item) && key.endsWith('_ids'))
      result[key] = item.map((id) => (typeof id === 'number' ? String(id) : id));
    else result[key] = withStringIds(item);
  }
  return result;
}
