import { formatCqlType } from '../../lib/core/model/cql-type.js';
import { parseCqlType } from '../../lib/core/model/parse-cql-type.js';
import type { SchemaModel, TableModel } from '../../lib/core/model/schema-model.js';
import { Application, type ApplicationOptions } from './application.js';
import { Random } from './engine/random.js';
import { effectsOnce } from './invariants/effects-once.js';
import { foreignUntouched } from './invariants/foreign-untouched.js';
import { historyIsTrue } from './invariants/history-is-true.js';
import type { Invariant, Subject } from './invariants/invariant.js';
import { lockIsReleased } from './invariants/lock-is-released.js';
import { oneHolderSends } from './invariants/one-holder-sends.js';
import { statementsBelong } from './invariants/statements-belong.js';
import { MemorySource } from './memory-source.js';
import { fileOf } from './scenarios/chapters.js';
import { finish } from './scenarios/ending.js';
import { planOf, type Plan, type RunnerPlan } from './scenarios/plan.js';
import { Operator } from './scenarios/operator.js';
import { Strikes } from './scenarios/strikes.js';
import { Violation } from './violations.js';
import { KEYSPACE, World, type Call } from './world.js';

export interface Outcome {
  readonly seed: number;
  /** The invariant that does not hold, if one does not. */
  readonly violation: Violation | undefined;
  readonly fingerprint: string;
  readonly steps: number;
  readonly trace: readonly string[];
  readonly plan: Plan;
}

export interface SimulationOptions {
  readonly wholeTrace?: boolean;
}

const REJECTION = 'unhandledRejection';
/** Steps after which a simulation is held not to end. */
const LONGEST = 60_000;
/** Virtual milliseconds after which everything is healed. */
const HEALED_AT = 400_000;

/** Turns of Node's loop after which a process that has asked for nothing is held to wait for an event. */
const TURNS = 10;

/** One simulation: what a seed decides, from the first process to the healed end. */
export class Simulation {
  readonly plan: Plan;
  readonly world: World;
  readonly source: MemorySource;
  readonly operator: Operator;
  readonly applications: readonly Application[];
  private readonly random: Random;
  private readonly invariants: readonly Invariant[];
  private readonly subject: Subject;
  private readonly wasListening = new Set(process.rawListeners(REJECTION));
  private readonly foreign = new Set<string>();
  private violation: Violation | undefined;
  private seenEffects = 0;
  private seenCalls = 0;
  private isStruck = true;
  private readonly open = new Set<Call>();
  steps = 0;

  constructor(seed: number, options: SimulationOptions = {}) {
    this.random = new Random(seed);
    this.plan = planOf(seed, this.random);
    this.world = new World({ ...this.plan, wholeTrace: options.wholeTrace ?? false });
    this.source = new MemorySource(
      new Map(this.plan.chapters.map((chapter) => [chapter.name, fileOf(chapter, false)])),
    );
    this.operator = new Operator(this.world, this.foreign);
    this.applications = this.plan.runners.map((runner, index) =>
      this.applicationOf(`runner-${index + 1}`, runner.skew),
    );
    this.invariants = [
      oneHolderSends(),
      statementsBelong(),
      effectsOnce(),
      foreignUntouched(this.foreign),
      historyIsTrue(),
      lockIsReleased(),
    ];
    this.subject = {
      world: this.world,
      plan: this.plan,
      callOf: (actor) => this.world.calls.find((call) => call.actor === actor),
    };
  }

  async run(): Promise<Outcome> {
    const rejected = (reason: unknown) => this.fail('no rejection is unhandled', String(reason));
    process.on(REJECTION, rejected);
    try {
      await this.play();
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
    } finally {
      this.stopListening();
    }
    const { seed } = this.plan;
    const { trace } = this.world;
    return {
      seed,
      violation: this.violation,
      fingerprint: trace.fingerprint,
      steps: this.steps,
      trace: trace.lines,
      plan: this.plan,
    };
  }

  /** Code of processes that were killed never stops to listen by itself. */
  private stopListening(): void {
    const added = process.listeners(REJECTION).filter((listener) => !this.wasListening.has(listener));
    for (const listener of added) process.off(REJECTION, listener);
  }

  applicationOf(name: string, skew = 0): Application {
    const { ttl, wait, ddlTimeout, entities } = this.plan;
    const options: ApplicationOptions = {
      source: this.source,
      declared: [declaredSchema(entities)],
      ttl,
      wait,
      ddlTimeout,
    };
    return new Application(this.world, this.world.start(name, skew), options);
  }

  fail(invariant: string, message: string): void {
    this.violation ??= new Violation(invariant, message);
  }

  /** From now on nothing is killed, stopped or paused. */
  endStrikes(): void {
    this.isStruck = false;
  }

  get isOver(): boolean {
    return this.violation !== undefined || this.steps > LONGEST;
  }

  /** Lets events happen until there are none, or until `end`. */
  async proceed(end = Number.POSITIVE_INFINITY): Promise<void> {
    await settled();
    while (!this.isOver && (await this.step(end))) {
      this.steps += 1;
      await settled();
      this.check();
    }
    if (this.steps > LONGEST) this.fail('every simulation ends', `${this.steps} steps were not enough`);
    if (this.violation) throw this.violation;
  }

  /** Code that waits for the next turn of Node's loop, several times even, may be about to ask for something. */
  private async step(end: number): Promise<boolean> {
    for (let turn = 0; turn < TURNS; turn += 1) {
      if (this.world.queue.step(end)) return true;
      await settled();
    }
    return false;
  }

  private async play(): Promise<void> {
    const { world, plan } = this;
    const strikes = new Strikes(
      world,
      this.applications.map((application) => application.process),
      plan.strikes,
    );
    world.onSend = (sending, parcel) => {
      for (const { name, onSend } of this.invariants) this.note(name, onSend?.(sending, this.subject));
      if (this.isStruck) strikes.onSend(sending, parcel);
    };
    this.operator.prepare(plan);
    for (const [index, runner] of plan.runners.entries()) this.schedule(this.applications[index], runner);
    await this.proceed(HEALED_AT);
    await finish(this);
  }

  private schedule(application: Application | undefined, runner: RunnerPlan): void {
    if (!application) return;
    this.world.queue.after(runner.startsAt, () =>
      application.process.deliver(() => void this.act(application, runner)),
    );
  }

  private async act(application: Application, { acts, rollsBackFailures }: RunnerPlan): Promise<void> {
    switch (acts) {
      case 'sync':
        return this.syncAndWrite(application);
      case 'apply-twice-at-once':
        return void (await Promise.all([application.apply(), application.apply()]));
      case 'sync-beside-apply':
        return void (await Promise.all([application.apply(), this.syncAndWrite(application)]));
      case 'apply-and-roll-back':
        await application.apply();
        await application.rollback();
        return void (await application.apply());
      case 'apply': {
        const { outcome } = await application.apply();
        if (outcome?.kind === 'failed' && rollsBackFailures) await application.rollback();
      }
    }
  }

  /** A pod that starts: its schema is brought in sync, then it writes a row to each table. */
  private async syncAndWrite(application: Application): Promise<void> {
    const { outcome } = await application.sync();
    if (outcome?.kind === 'done') await this.operator.useTables(application, this.plan.entities);
  }

  private check(): void {
    const { effects } = this.world.cluster;
    for (; this.seenEffects < effects.length; this.seenEffects += 1) {
      const effect = effects[this.seenEffects];
      if (effect) for (const { name, onEffect } of this.invariants) this.note(name, onEffect?.(effect, this.subject));
    }
    for (const call of this.world.calls.slice(this.seenCalls)) this.open.add(call);
    this.seenCalls = this.world.calls.length;
    for (const call of this.open) {
      if (!call.outcome) continue;
      this.open.delete(call);
      for (const { name, onEnd } of this.invariants) this.note(name, onEnd?.(call, this.subject));
    }
  }

  private note(invariant: string, problem: string | undefined): void {
    if (problem !== undefined) this.fail(invariant, problem);
  }
}

/** Every promise that can settle has done so, and what waited for it has run. */
const settled = () => new Promise<void>((resolve) => void setImmediate(resolve));

const schemas = new Map<number, SchemaModel>();

function declaredSchema(entities: number): SchemaModel {
  const known = schemas.get(entities);
  if (known) return known;
  const tables = Array.from({ length: entities }, (_, index) => entityTable(`entity${index + 1}`));
  const schema: SchemaModel = { keyspace: KEYSPACE, replication: undefined, types: [], tables, views: [] };
  schemas.set(entities, schema);
  return schema;
}

function entityTable(name: string): TableModel {
  const column = (columnName: string, type: string) => ({ name: columnName, type: parseCqlType(type), static: false });
  return {
    name,
    columns: [column('id', 'text'), column('note', formatCqlType(parseCqlType('text')))],
    partitionKey: ['id'],
    clusteringKey: [],
    indexes: [],
    options: {},
    droppedColumns: [],
    unmanaged: [],
  };
}
