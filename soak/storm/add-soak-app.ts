import { houses, type House } from '../../packages/hub/src/apps.ts';
import { soakApp } from './soak-app.ts';

// Preloaded into the hub's command, and with it into its store's threads: the hub as it is shipped, with one app more.
(houses as House[]).push({ name: soakApp.name, options: [], define: () => soakApp });
