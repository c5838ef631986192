import type { CqlType } from '../model/cql-type.js';
import type {
  ClusteringColumn,
  ColumnModel,
  FieldModel,
  IndexModel,
  TableModel,
  TypeModel,
  ViewModel,
} from '../model/schema-model.js';
import type { CanonicalOptions } from '../options/table-options.js';
import type { ObstacleKind } from './obstacle-kind.js';

/** One step from the schema as it is to the schema as declared. */
export type Change = ApplicableChange | ImpossibleChange;

/** A change that CQL can express. */
export type ApplicableChange =
  | { readonly kind: 'create-type'; readonly type: TypeModel }
  | { readonly kind: 'add-field'; readonly type: string; readonly field: FieldModel }
  | { readonly kind: 'create-table'; readonly table: TableModel }
  | { readonly kind: 'add-columns'; readonly table: string; readonly columns: readonly ColumnModel[] }
  | AlterOptions
  | CreateIndex
  | CreateView
  | AlterViewOptions
  | { readonly kind: 'replace-index'; readonly table: string; readonly from: IndexModel; readonly to: IndexModel }
  | { readonly kind: 'drop-index'; readonly table: string; readonly index: IndexModel }
  | { readonly kind: 'drop-view'; readonly view: ViewModel }
  | { readonly kind: 'drop-columns'; readonly table: string; readonly columns: readonly ColumnModel[] }
  | { readonly kind: 'drop-table'; readonly table: TableModel }
  | { readonly kind: 'drop-type'; readonly type: TypeModel };

export interface AlterOptions {
  readonly kind: 'alter-options';
  readonly table: string;
  readonly from: CanonicalOptions;
  /** Only what changes. */
  readonly to: CanonicalOptions;
}

export interface AlterViewOptions {
  readonly kind: 'alter-view-options';
  readonly view: string;
  readonly from: CanonicalOptions;
  /** Only what changes. */
  readonly to: CanonicalOptions;
}

export interface CreateView {
  readonly kind: 'create-view';
  readonly view: ViewModel;
  /** Whether the base table holds rows, which the server must read to build the view. Unknown counts as no. */
  readonly populated?: boolean;
}

export interface CreateIndex {
  readonly kind: 'create-index';
  readonly table: string;
  readonly index: IndexModel;
  /** Whether the table holds rows, which the server must read to build the index. Unknown counts as no. */
  readonly populated?: boolean;
}

/** A difference that no statement can remove: the data must move to a new table or column. */
export type ImpossibleChange =
  | { readonly kind: 'change-key'; readonly table: TableModel; readonly from: TableModel }
  | {
      readonly kind: 'change-clustering-order';
      readonly table: TableModel;
      readonly from: readonly ClusteringColumn[];
    }
  | {
      readonly kind: 'change-column-type';
      readonly table: string;
      readonly column: ColumnModel;
      readonly from: CqlType;
    }
  | { readonly kind: 'change-static'; readonly table: string; readonly column: ColumnModel }
  | { readonly kind: 'drop-field'; readonly type: string; readonly field: FieldModel }
  | { readonly kind: 'change-field-type'; readonly type: string; readonly field: FieldModel; readonly from: CqlType }
  | { readonly kind: 'change-view'; readonly view: ViewModel; readonly from: ViewModel }
  | BlockedChange
  | { readonly kind: 'manage-table'; readonly table: TableModel; readonly reasons: readonly string[] };

/** A change that CQL can express, but that this server, as it is, would refuse, lose or be harmed by. */
export interface BlockedChange {
  readonly kind: 'blocked';
  readonly change: ApplicableChange;
  readonly obstacle: ObstacleKind;
  /** Why, and what to do instead: two sentences. */
  readonly reason: string;
  readonly advice: string;
}
