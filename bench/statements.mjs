// node bench/statements.mjs: 100,000 statements in one script. Each measure is a process of its own, for its peak of memory.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scriptOf } from './migrations.mjs';

const STATEMENTS = 100_000;
const MEASURES = { floor: lexAlone, split, lint, replay };

const [, , measure, file] = process.argv;
if (measure && file) console.log(JSON.stringify(await MEASURES[measure](readFileSync(file, 'utf8'))));
else compare();

function compare() {
  const folder = mkdtempSync(join(tmpdir(), 'coodie-bench-'));
  const script = join(folder, '20260101_001_many.cql');
  writeFileSync(script, scriptOf(STATEMENTS));
  try {
    const results = Object.keys(MEASURES).map((name) => ({ name, ...measured(name, script) }));
    const floor = results[0].cpu;
    console.log(
      '| what | processor time | against the lexer alone | a statement | peak of memory |\n|---|---|---|---|---|',
    );
    for (const { name, cpu, peak } of results) console.log(line({ name, cpu, peak, floor }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function line({ name, cpu, peak, floor }) {
  const each = `${((cpu / STATEMENTS) * 1_000).toFixed(1)} µs`;
  return `| ${name} | ${cpu.toFixed(0)} ms | ${(cpu / floor).toFixed(2)} | ${each} | ${peak.toFixed(0)} MB |`;
}

function measured(name, script) {
  return JSON.parse(
    execFileSync(process.execPath, [fileURLToPath(import.meta.url), name, script], { encoding: 'utf8' }),
  );
}

function spent(work) {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / 1_000, peak: process.resourceUsage().maxRSS / 1_024 };
}

/** The floor: what no reader of the text can do without. */
async function lexAlone(text) {
  const { tokensIn } = await import('../build/core/lexer/tokenize.js');
  return spent(() => {
    for (const token of tokensIn(text)) if (token.end < 0) throw new Error('no token ends there');
  });
}

async function split(text) {
  const { parseMigrationScript } = await import('../build/core/history/migration-script.js');
  return spent(() => parseMigrationScript(text));
}

async function lint(text) {
  const { lintMigrations } = await import('../build/core/lint/lint-migrations.js');
  const input = { form: 'script', name: '20260101_001_many', origin: 'many.cql', text };
  return spent(() => lintMigrations([input], { keyspace: 'bench' }));
}

async function replay(text) {
  const { splitScript } = await import('../build/core/cql/split-script.js');
  const { applyStatement } = await import('../build/core/replay/apply-statement.js');
  const { readReplayStatement } = await import('../build/core/replay/replay-statement.js');
  const statements = splitScript(text);
  return spent(() => {
    let schema = { keyspace: 'bench', types: [], tables: [], views: [] };
    for (const { cql } of statements) {
      const next = applyStatement(schema, readReplayStatement(cql));
      if ('problem' in next) throw new Error(`${cql}: ${JSON.stringify(next)}`);
      schema = next;
    }
  });
}
