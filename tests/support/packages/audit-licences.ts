import { type BillOfMaterials, writtenBill } from './bill-of-materials.ts';
import { licenceFindings } from './licences.ts';

const { components } = JSON.parse(writtenBill()) as BillOfMaterials;
const findings = licenceFindings(components);
for (const finding of findings) console.log(`${finding}.`);
console.log(
  findings.length === 0
    ? `The licences of all ${components.length} packages are known.`
    : 'docs/third-party.md says what to do.',
);
process.exitCode = findings.length === 0 ? 0 : 1;
