import { useCluster } from '../support/cluster.js';
import { backfillOnThreeNodes } from './backfill.js';
import { clocksApart } from './clocks-apart.js';
import { failingNodes } from './failing-nodes.js';
import { healthOfNodes } from './health.js';
import { killedRunners } from './killed-runners.js';
import { lateCreation } from './late-creation.js';
import { manyRunners } from './many-runners.js';
import { stoppedHolders } from './stopped-holders.js';
import { syncOnThreeNodes } from './sync.js';

// One cluster for all of them: to start its three nodes takes longer than most of what is done with it.
describe('three nodes', () => {
  jest.setTimeout(300_000);
  const cluster = useCluster();
  killedRunners(cluster);
  stoppedHolders(cluster);
  manyRunners(cluster);
  clocksApart(cluster);
  syncOnThreeNodes(cluster);
  lateCreation(cluster);
  failingNodes(cluster);
  backfillOnThreeNodes(cluster);
  // Last: no node is alive afterwards.
  healthOfNodes(cluster);
});
