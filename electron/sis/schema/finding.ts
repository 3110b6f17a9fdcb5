export { Finding } from '../../../shared/finding.ts';
