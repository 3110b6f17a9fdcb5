/**
 * An id for folders and command lines: the name in plain letters plus four random characters, because two districts may
 * carry one name. At most 45 characters.
 */
export function newDistrictId(name: string, random: () => number): string {
  const slug = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
  const suffix = Array.from({ length: 4 }, () => Math.floor(random() * 36).toString(36)).join('');
  return `${slug || 'district'}-${suffix}`;
}
