import type { Parcel, Sending } from '../client/network.js';
import type { SimulatedProcess } from '../client/simulated-process.js';
import type { SimulatedNode } from '../server/simulated-cluster.js';
import type { World } from '../world.js';
import type { Strike } from './plan.js';

/** Does to processes and nodes what the seed has in store for them. */
export class Strikes {
  private readonly left: { readonly strike: Strike; readonly process: SimulatedProcess; sendings: number }[];

  constructor(
    private readonly world: World,
    processes: readonly SimulatedProcess[],
    strikes: readonly Strike[],
  ) {
    this.left = strikes.flatMap((strike) => {
      const process = processes[strike.runner];
      return process ? [{ strike, process, sendings: strike.sending }] : [];
    });
  }

  onSend({ cqls }: Sending, { process, node }: Parcel): void {
    for (const aim of this.left.filter(
      (each) => each.process === process && cqls.some((cql) => each.strike.of.test(cql)),
    )) {
      aim.sendings -= 1;
      if (aim.sendings === 0) this.hit(aim.strike, process, node);
    }
  }

  private hit({ kind, lasts }: Strike, process: SimulatedProcess, node: SimulatedNode): void {
    const { queue, cluster } = this.world;
    switch (kind) {
      case 'kill-before-sending':
        return process.kill();
      case 'kill':
        return void queue.after(0.1, () => process.kill());
      case 'stop':
        process.stop();
        return void queue.after(lasts, () => process.continue());
      case 'pause-coordinator':
        if (cluster.nodes.length > 1 && cluster.nodes.some(({ isPaused }) => isPaused)) return;
        cluster.pause(node);
        return void queue.after(lasts, () => cluster.continue(node));
    }
  }
}
