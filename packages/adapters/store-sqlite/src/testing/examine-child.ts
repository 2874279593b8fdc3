// Examines the folder that is named, as a user who owns nothing: node examine-child.ts <folder>
import { createCatalog } from '@posthouse/kernel';
import { examineFolder } from '../examine.ts';

const NOBODY = 65_534;

const catalog = createCatalog([]);
// Whatever is to be loaded is loaded by now: the sources may be root's alone. Others than root may not become somebody.
if (process.getuid?.() === 0) process.setuid?.(NOBODY);
console.log(JSON.stringify(examineFolder(process.argv[2]!, catalog)));
