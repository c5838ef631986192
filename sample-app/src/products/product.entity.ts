import { types } from 'cassandra-driver';
import { Column, Entity, Indexed, PartitionKey } from 'nestjs-coodie';
import type { Dimensions } from './dimensions.type.js';

@Entity({ name: 'products', options: { comment: 'what the shop sells' } })
export class Product {
  @PartitionKey() id!: types.Uuid;
  @Column() name!: string;
  @Column() @Indexed() brand!: string;
  @Column() @Indexed() slug!: string;
  @Column() price!: types.BigDecimal;
  @Column('frozen<dimensions>') dimensions?: Dimensions;
}
