import type { EventQueue } from '../engine/event-queue.js';
import type { Random } from '../engine/random.js';
import type { Trace } from '../engine/trace.js';
import type { Bindings } from './evaluate.js';
import { parseStatement } from './parse-statement.js';
import { projected, selectCatalog } from './run-catalog.js';
import { runSchema } from './run-schema.js';
import { partitionsOf, runSelect, type AnswerRow } from './run-select.js';
import { applyWrite, checkCondition, validateWrite, type RowKey, type WriteContext } from './run-write.js';
import { SchemaStore } from './schema-store.js';
import { CODES, invalid, ServerError } from './server-error.js';
import type { Batch, Modification, Select, TableName } from './statement.js';
import { TableData, type Partition } from './table-data.js';
import type { TableShape } from './table-shape.js';

/** The moment at which simulations begin. */
export const EPOCH = 1_760_000_000_000;

export interface Request {
  readonly cql: string;
  readonly params: readonly unknown[];
  /** Keyspace that bare names mean. */
  readonly keyspace: string;
  /** Microseconds, where the client stamps its writes. */
  readonly timestamp?: number | undefined;
  readonly serial?: boolean;
  /** The call that sent it, for the effects. */
  readonly actor: string;
  /** What becomes of a lightweight transaction that ends with a time-out. */
  readonly paxos?: 'none' | 'applied' | 'pending' | undefined;
}

export interface Answer {
  readonly rows: readonly AnswerRow[];
  readonly applied: boolean;
}

/** Something that a statement changed. */
export interface Effect {
  readonly at: number;
  readonly actor: string;
  readonly node: string;
  readonly cql: string;
  readonly params: readonly unknown[];
}

export interface SimulatedNode {
  readonly name: string;
  readonly schema: SchemaStore;
  /** Milliseconds by which its clock is ahead. */
  readonly skew: number;
  isPaused: boolean;
  pausedAt: number;
  /** Work that arrived while it was paused. */
  readonly waiting: (() => void)[];
  /** Latest timestamp that it gave to a write. */
  stamped: number;
}

export interface ClusterOptions {
  readonly queue: EventQueue;
  readonly random: Random;
  readonly trace: Trace;
  readonly nodes: number;
  /** Milliseconds that a schema change takes to the other nodes, at most. */
  readonly schemaDelay: number;
  /** Milliseconds after which clients hold a paused node to be down. */
  readonly detection: number;
}

const NOTHING: Answer = { rows: [], applied: true };

/** A cluster that answers as Cassandra does, as far as coodie asks: every node sees all data, and its own schema. */
export class SimulatedCluster {
  readonly nodes: readonly SimulatedNode[];
  readonly data = new Map<string, TableData>();
  readonly effects: Effect[] = [];

  constructor(private readonly options: ClusterOptions) {
    this.nodes = Array.from({ length: options.nodes }, (_, index): SimulatedNode => {
      const skew = options.nodes === 1 ? 0 : options.random.between(-20, 20);
      return {
        name: `10.0.0.${index + 1}:9042`,
        schema: new SchemaStore(),
        skew,
        isPaused: false,
        pausedAt: 0,
        waiting: [],
        stamped: 0,
      };
    });
  }

  /** Nodes that clients hold to be up. */
  get seenUp(): readonly SimulatedNode[] {
    return this.nodes.filter((node) => !this.isSeenDown(node));
  }

  isSeenDown({ isPaused, pausedAt }: SimulatedNode): boolean {
    return isPaused && this.options.queue.now - pausedAt >= this.options.detection;
  }

  /** Does work on a node now, or once it goes on. */
  at(node: SimulatedNode, work: () => void): void {
    if (node.isPaused) node.waiting.push(work);
    else work();
  }

  pause(node: SimulatedNode): void {
    if (node.isPaused) return;
    this.options.trace.add(`${node.name} pauses`);
    node.isPaused = true;
    node.pausedAt = this.options.queue.now;
  }

  continue(node: SimulatedNode): void {
    if (!node.isPaused) return;
    this.options.trace.add(`${node.name} goes on with ${node.waiting.length} requests`);
    node.isPaused = false;
    for (const work of node.waiting.splice(0)) work();
  }

  /** Runs one statement on a node, at once. */
  execute(node: SimulatedNode, request: Request): Answer {
    const statement = parseStatement(request.cql);
    switch (statement.kind) {
      case 'select':
        return this.select(node, statement, request);
      case 'write':
        return this.write(node, statement, request);
      case 'batch':
        return this.writeAll(node, statement, request);
      case 'truncate':
        this.dataOf(this.shapeOf(node, statement.table, request.keyspace)).partitions.clear();
        return this.changed(node, request);
      case 'schema':
        return this.changeSchema(node, request);
    }
  }

  /** Runs writes that were sent together: all of them, or none. */
  executeBatch(node: SimulatedNode, requests: readonly Request[]): Answer {
    const writes = requests.map((request) => ({ request, statement: parseStatement(request.cql) }));
    const ready = writes.map(({ request, statement }) => {
      if (statement.kind !== 'write') throw invalid('Only INSERT, UPDATE and DELETE statements are allowed in a batch');
      return this.prepare(node, statement, request);
    });
    const timestamp = requests[0]?.timestamp ?? this.stamp(node);
    for (const { write, keys, context } of ready)
      for (const key of keys) applyWrite(write, key, { ...context, timestamp });
    for (const request of requests) this.changed(node, request);
    return NOTHING;
  }

  dataOf({ id }: Pick<TableShape, 'id'>): TableData {
    const found = this.data.get(id);
    if (found) return found;
    const made = new TableData();
    this.data.set(id, made);
    return made;
  }

  /** Milliseconds since 1970, by the clock of a node. */
  clockOf({ skew }: SimulatedNode): number {
    return EPOCH + this.options.queue.now + skew;
  }

  private select(node: SimulatedNode, select: Select, request: Request): Answer {
    const bindings = this.bindingsOf(node, request);
    if (select.table.keyspace === 'system_schema')
      return { rows: selectCatalog(select, node.schema, bindings), applied: true };
    if (select.table.keyspace?.startsWith('system'))
      return { rows: projected(select, this.systemRows(node, select.table), bindings), applied: true };
    const shape = this.shapeOf(node, select.table, request.keyspace);
    const data = this.dataOf(shape);
    if (request.serial) {
      for (const key of partitionsOf(shape, select.where, bindings) ?? []) this.settle(data.partitionOf(key));
    }
    return { rows: runSelect(select, { shape, data, bindings }), applied: true };
  }

  private systemRows(node: SimulatedNode, { name }: TableName): readonly AnswerRow[] {
    const rowOf = (of: SimulatedNode) => ({
      key: 'local',
      release_version: '5.0.8',
      schema_version: of.schema.version,
      data_center: 'datacenter1',
      rpc_address: of.name.split(':')[0],
      cluster_name: 'simulated',
    });
    if (name === 'local') return [rowOf(node)];
    if (name === 'peers' || name === 'peers_v2')
      return this.nodes
        .filter((other) => other !== node)
        .map((other) => ({
          ...rowOf(other),
          peer: rowOf(other).rpc_address,
          peer_port: 7000,
          native_address: rowOf(other).rpc_address,
          native_port: 9042,
        }));
    return [];
  }

  private write(node: SimulatedNode, write: Modification, request: Request): Answer {
    const { keys, context } = this.prepare(node, write, request);
    if (write.condition) return this.writeConditionally(node, write, request, { key: keys[0], context });
    for (const key of keys) applyWrite(write, key, context);
    return this.changed(node, request);
  }

  private writeConditionally(
    node: SimulatedNode,
    write: Modification,
    request: Request,
    { key, context }: { readonly key: RowKey | undefined; readonly context: WriteContext },
  ): Answer {
    if (!key) throw invalid('no row is named');
    const partition = context.data.partitionOf(key.partition);
    this.settle(partition);
    const { applies, row } = checkCondition(write, key, context);
    if (!applies) {
      if (request.paxos)
        throw new ServerError(CODES.writeTimeout, 'CAS operation timed out: received 1 of 2 required responses');
      return { rows: [{ '[applied]': false, ...row }], applied: false };
    }
    const timestamp = Math.max(context.bindings.now, partition.ballot + 1);
    partition.ballot = timestamp;
    const commit = () => {
      applyWrite(write, key, { ...context, timestamp });
      this.changed(node, request);
    };
    if (request.paxos === 'pending') partition.pending = this.options.random.chance(0.5) ? commit : () => {};
    else if (request.paxos !== 'none') commit();
    if (request.paxos)
      throw new ServerError(CODES.writeTimeout, 'CAS operation timed out: received 1 of 2 required responses');
    return { rows: [{ '[applied]': true }], applied: true };
  }

  /** The next round of a partition ends what an earlier one has begun. */
  private settle(partition: Partition): void {
    const { pending } = partition;
    partition.pending = undefined;
    pending?.();
  }

  private writeAll(node: SimulatedNode, { writes, using }: Batch, request: Request): Answer {
    const ready = writes.map((write) => this.prepare(node, { ...write, using: { ...using, ...write.using } }, request));
    for (const { write, keys, context } of ready) for (const key of keys) applyWrite(write, key, context);
    return this.changed(node, request);
  }

  private prepare(node: SimulatedNode, write: Modification, request: Request) {
    const shape = this.shapeOf(node, write.table, request.keyspace);
    const bindings = this.bindingsOf(node, request);
    const keys = validateWrite(write, { shape, bindings });
    const timestamp = request.timestamp ?? this.stamp(node);
    const context: WriteContext = { shape, data: this.dataOf(shape), bindings, timestamp };
    return { write, keys, context };
  }

  private changeSchema(node: SimulatedNode, request: Request): Answer {
    const { random, trace } = this.options;
    const timestamp = this.stamp(node);
    const writes = runSchema(request.cql, {
      schema: node.schema,
      keyspace: request.keyspace,
      timestamp,
      uuid: () => random.uuid(),
    });
    if (writes.length === 0) return NOTHING;
    for (const { table, key } of writes.filter((each) => each.table === 'dropped_columns'))
      this.forget(node, table, key);
    node.schema.merge(writes);
    trace.add(`${node.name} changed its schema to ${node.schema.version.slice(0, 8)}: ${request.cql}`);
    for (const other of this.nodes.filter((each) => each !== node)) {
      this.options.queue.after(random.between(2, this.options.schemaDelay), () =>
        this.at(other, () => other.schema.merge(writes)),
      );
    }
    return this.changed(node, request);
  }

  private forget(node: SimulatedNode, _: string, [keyspace = '', table = '', column = '']: readonly string[]): void {
    const shape = node.schema.shapeOf(keyspace, table);
    if (shape) this.dataOf(shape).dropColumn(column);
  }

  private changed(node: SimulatedNode, { cql, params, actor }: Request): Answer {
    this.effects.push({ at: this.options.queue.now, actor, node: node.name, cql, params });
    return cql.includes(' IF ') ? { rows: [{ '[applied]': true }], applied: true } : NOTHING;
  }

  private shapeOf(node: SimulatedNode, { keyspace, name }: TableName, own: string): TableShape {
    const shape = node.schema.shapeOf(keyspace ?? own, name);
    if (!shape) throw invalid(`table ${name} does not exist`);
    return shape;
  }

  private bindingsOf(node: SimulatedNode, { params }: Request): Bindings {
    return { params, now: Math.round(this.clockOf(node) * 1_000), uuid: () => this.options.random.uuid() };
  }

  private stamp(node: SimulatedNode): number {
    node.stamped = Math.max(node.stamped + 1, Math.round(this.clockOf(node) * 1_000));
    return node.stamped;
  }
}
