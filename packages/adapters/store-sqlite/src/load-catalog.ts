import { createCatalog, type App, type Catalog } from '@posthouse/kernel';
import type { AppsModule } from './messages.ts';

/** Builds the catalog in this thread; the main thread builds the same from the same configuration (K2). */
export async function loadCatalog({ module, config }: AppsModule): Promise<Catalog> {
  const apps = (await import(module)) as { defineApps(config: unknown): readonly App[] };
  return createCatalog(apps.defineApps(config));
}
