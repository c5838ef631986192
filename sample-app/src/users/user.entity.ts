import { types } from 'cassandra-driver';
import { Column, Entity, PartitionKey } from 'nestjs-coodie';

/** Had one `name` in the first release: see the migrations of February and March 2026. */
@Entity({ name: 'users' })
export class User {
  @PartitionKey() id!: types.Uuid;
  @Column() email!: string;
  @Column() firstName!: string;
  @Column() lastName!: string;
}
