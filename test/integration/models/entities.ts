import { types } from 'cassandra-driver';
import {
  ClusteringKey,
  Column,
  Entity,
  Field,
  Indexed,
  MaterializedView,
  PartitionKey,
  UserType,
  type EntityClass,
} from '../../../lib/index.js';

@UserType()
export class Geo {
  @Field('double') latDeg!: number;
  @Field('double') lonDeg!: number;
}

@UserType()
export class Address {
  @Field() street!: string;
  @Field('int') zipCode!: number;
  @Field('frozen<geo>') geoPos?: Geo;
}

class Named {
  @Column('text') name?: string | null;
}

@Entity({ name: 'products' })
export class Product extends Named {
  @PartitionKey() id!: types.Uuid;
  @ClusteringKey({ order: 'desc' }) createdAt!: Date;
  @Column('text') @Indexed() brand = 'Unknown';
  @Column('text', { static: true }) vendorName?: string;
  @Column('text', { static: true }) vendorCountry?: string;
  @Column('frozen<list<address>>') homeAddresses?: Address[];
  @Column('map<text, frozen<address>>') byLabel?: Record<string, Address>;
  @Column('set<text>') @Indexed() tagSet?: string[];
  @Column('list<int>') scoreList?: number[];
  @Column('vector<float, 3>')
  @Indexed({ using: 'sai', options: { similarity_function: 'euclidean' } })
  unitVector?: number[];
  @Column('date') soldOn?: types.LocalDate;
  @Column('bigint') bigNumber?: types.Long;
  @Column('decimal') netPrice?: types.BigDecimal;
  @Column('frozen<tuple<int, address>>') pair?: types.Tuple;

  get label(): string {
    return `${this.name} of ${this.brand}`;
  }
}

@MaterializedView({
  name: 'products_by_brand',
  of: () => Product,
  partitionKey: ['brand'],
  clusteringKey: ['id', 'createdAt'],
})
export class ProductByBrand {
  @Column('text') brand!: string;
  @Column('text', { name: 'name' }) title!: string;
  @Column('timestamp') createdAt!: Date;
}

@Entity()
export class PageView {
  @PartitionKey() siteName!: string;
  @PartitionKey('int') dayNo!: number;
  @Column('counter') viewCount!: types.Long;
}

/** Readings of one sensor; many. */
@Entity()
export class Reading {
  @PartitionKey('int') sensorId!: number;
  @ClusteringKey('int') takenNo!: number;
  @Column('int') measuredValue?: number;
}

/** Quoted names, in a keyspace with a quoted name. */
export function orderItemIn(keyspace: string) {
  @Entity({ name: 'OrderItems', keyspace })
  class OrderItem {
    @PartitionKey({ name: 'orderId' }) orderId!: types.Uuid;
    @ClusteringKey('int', { name: 'select' }) position!: number;
    @Column('text') noteText?: string;
    @Column('frozen<address>', { name: 'Ship"To' }) shipTo?: Address;
  }
  return OrderItem;
}

/** Another class of the same name and another table. */
export function otherProduct(): EntityClass {
  @Entity({ name: 'other_products' })
  class Product {
    @PartitionKey('int') id!: number;
    @Column() title!: string;
  }
  return Product;
}

export const ENTITIES = [Product, Geo, Address, ProductByBrand, PageView, Reading];
