import { types } from 'cassandra-driver';
import { Column, Entity, PartitionKey } from 'nestjs-coodie';

/** Ends by itself after two hours. */
@Entity({ name: 'sessions', options: { defaultTimeToLive: 7200 } })
export class Session {
  @PartitionKey() id!: types.Uuid;
  @Column() userId!: types.Uuid;
  @Column() startedAt!: Date;
}
