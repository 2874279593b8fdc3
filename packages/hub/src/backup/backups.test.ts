import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createBackups } from './backups.ts';

it('are made one at a time, and one that failed is over', async () => {
  const data = mkdtempSync(join(tmpdir(), 'posthouse-backups-'));
  try {
    const backups = createBackups(data, 1);
    const failing = backups.make(0);
    expect(backups.running()).toEqual({ phase: 'copying', bytes: 0, of: 0 });
    expect(await backups.make(1)).toMatchObject({
      refuse: 'HUB_BACKUP_RUNNING',
      detail: { phase: 'copying' },
    });
    await expect(failing).rejects.toMatchObject({ code: 'STORE_BACKUP_MISSING' });
    expect(backups.running()).toBeNull();
    await expect(backups.make(2)).rejects.toMatchObject({ code: 'STORE_BACKUP_MISSING' });
  } finally {
    rmSync(data, { recursive: true });
  }
});

it('say by a code that there is no place for them', async () => {
  const data = mkdtempSync(join(tmpdir(), 'posthouse-backups-'));
  try {
    writeFileSync(join(data, 'backups'), 'a file');
    const backups = createBackups(data, 1);
    await expect(backups.make(0)).rejects.toMatchObject({ code: 'STORE_BACKUP_FAILED' });
    expect(backups.running()).toBeNull();
  } finally {
    rmSync(data, { recursive: true });
  }
});
