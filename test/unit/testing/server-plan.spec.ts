import { planServers } from '../../../lib/testing/embedded/server-plan.js';

describe('planServers', () => {
  it.each([
    ['nodes', { nodes: 0 }],
    ['nodes', { nodes: 1.5 }],
    ['nodes', { nodes: 10 }],
    ['nodes', { nodes: 2, dataCenters: { east: 2 } }],
    ['dataCenters', { dataCenters: {} }],
    ['dataCenters', { dataCenters: { east: 0 } }],
    ['dataCenters', { dataCenters: { east: 5, west: 5 } }],
    ['dataCenters', { dataCenters: { 'east\nrack=2': 1 } }],
    ['version', { version: '2.1' }],
    ['fast', { fast: true, directory: 'kept' }],
  ])('refuses a wrong %s before anything is fetched or started', async (option, options) => {
    await expect(planServers(options)).rejects.toMatchObject({ code: 'COODIE_CASSANDRA_OPTION_INVALID', option });
  });
});
