import { types } from 'cassandra-driver';
import { ClusteringKey, Column, Entity, PartitionKey } from 'nestjs-coodie';

/** A partition for each product, the newest review first. */
@Entity({ name: 'reviews' })
export class Review {
  @PartitionKey() productId!: types.Uuid;
  @ClusteringKey({ order: 'desc' }) createdAt!: Date;
  @ClusteringKey() author!: types.Uuid;
  @Column('int') rating!: number;
  @Column() opinion?: string;
}
