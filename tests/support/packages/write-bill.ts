import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { ROOT } from '#stack/paths.ts';
import { writtenBill } from './bill-of-materials.ts';

const FILE = 'dist/bom.cdx.json';

const bill = writtenBill();
const wrong = await new Validation.JsonStrictValidator(Spec.Version.v1dot5).validate(bill);
if (wrong) console.log('npm has written no valid CycloneDX 1.5:', wrong);
else {
  mkdirSync(dirname(join(ROOT, FILE)), { recursive: true });
  writeFileSync(join(ROOT, FILE), bill);
  console.log(`The bill of materials is ${FILE}.`);
}
process.exitCode = wrong ? 1 : 0;
