import type { ImportPackage } from '../../shared/run.ts';
import { formatBytes, formatCount } from '../ui/format.ts';
import table from '../ui/table.module.css';
import { packageWords } from '../ui/words.ts';

/** What was sent to Canvas, in which parcels, and how far each came. */
export function Packages({ packages }: { readonly packages: readonly ImportPackage[] }) {
  return (
    <table className={table.table}>
      <caption className="visually-hidden">Packages of this run</caption>
      <thead>
        <tr>
          <th scope="col">Package</th>
          <th scope="col">State</th>
          <th scope="col">Import number in Canvas</th>
          <th scope="col" className={table.number}>
            Changes
          </th>
          <th scope="col" className={table.number}>
            Size
          </th>
        </tr>
      </thead>
      <tbody>
        {packages.map((one) => (
          <tr key={one.index}>
            <th scope="row">
              {one.index + 1}
              {one.override ? ', what was overwritten' : ''}
            </th>
            <td>{packageWords[one.state]}</td>
            <td>{one.importId ?? 'not sent yet'}</td>
            <td className={table.number}>{formatCount(one.rows)}</td>
            <td className={table.number}>{formatBytes(one.bytes)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
