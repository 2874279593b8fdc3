import { existsSync } from 'node:fs';
import { CodedError, storeErrors } from '@posthouse/kernel';
import { claimFolder, filesOf } from '@posthouse/store-sqlite/folder';
import { bad, type Finding } from './finding.ts';

/** Whether a process that answers nowhere has the data folder for itself. */
export function checkHeld(data: string): readonly Finding[] {
  // Claiming a folder that nobody ever had would leave a file in it.
  if (!existsSync(filesOf(data).lock)) return [];
  try {
    claimFolder(data).close();
    return [];
  } catch (error) {
    if (!(error instanceof CodedError) || error.code !== 'STORE_FOLDER_IN_USE') return [];
    const { text, remedy } = storeErrors.STORE_FOLDER_IN_USE;
    return [bad(text, remedy)];
  }
}
