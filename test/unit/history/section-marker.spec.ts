import { CqlSyntaxError } from '../../../lib/core/cql/split-script.js';
import { parseMigrationScript } from '../../../lib/core/history/migration-script.js';

function attempt(text: string): unknown {
  try {
    return parseMigrationScript(text);
  } catch (error) {
    return error;
  }
}

const DOWN = [
  '--//@UNDO',
  '// downgrade',
  '/* downgrade */',
  '/** Downgrade: **/',
  '-- downgrade: take it back',
  '-- downgrade - take it back',
  '-- downgrade (drops the table)',
  '-- downgrade()',
  '-- migrate:down',
  '-- migrate:down transaction:false',
  '-- +migrate Down',
  '-- +migrate Down notransaction',
  '-- === DOWNGRADE ===',
  '-- ********** rollback **********',
  '--- downgrade',
  '----- Down -----',
  '-- +goose Down',
  '--rollback DROP TABLE reviews;',
  '--rollback not required',
  '--liquibase rollback',
  '-- @down',
  '--@DOWN',
  '-- [down]',
  '-- <down>',
  '-- !Downs',
  '# --- !Downs',
  '#downgrade',
  '# DOWN',
  '- downgrade',
  '— downgrade',
  '-- Down Migration',
  '-- migration down',
  '-- Rollback script',
  '-- section: downgrade',
  '-- begin downgrade',
  '-- revert',
  '-- REVERT:',
  '-- undo',
  '// undo',
  '-- roll back',
  '-- rollback',
  '-- downgrade.',
  '-- downgarde',
  '-- donwgrade:',
  '-- dowgrade',
  '-- DOWNGRADES',
  '-- \u200Bdowngrade',
  '-- ｄｏｗｎｇｒａｄｅ',
  '-- backward',
  '/*\n * DOWN\n */',
];

const UP = [
  '--UP',
  '-- up',
  '-- +goose Up',
  '-- migrate:up',
  '// upgrade',
  '/* UPGRADE */',
  '-- Up Migration',
  '-- upgarde',
];

const PROSE = [
  '-- we upgrade the table so that the downgrade keeps rows',
  '-- downgrade is not possible',
  '-- up to 5 rows',
  '-- ups and downs',
  '-- rollback is not possible',
  '-- roll back by hand, if need be',
  '-- revert the change of 20260101_001',
  '-- undo what 20260101_001 has done',
  '-- upgrade path of old clients',
  '-- down the road, drop it',
  '-- update',
  '-- download',
  '-- migrate up to 100 users',
  '-- the section below',
  '-- ======',
  '--',
  '/* */',
  '-- description of the upgrade',
];

describe('a line that looks like a section marker', () => {
  it.each(DOWN.map((line) => [line]))('%j is refused, and the right spelling named', (line) => {
    const error = attempt(`CREATE TABLE a (id int PRIMARY KEY);\n  ${line}\nDROP TABLE a;`);
    expect(error).toBeInstanceOf(CqlSyntaxError);
    expect(error).toMatchObject({ line: 2, column: 3, hint: expect.stringContaining('`-- downgrade`') });
  });

  it.each(UP.map((line) => [line]))('%j is refused, and the right spelling named', (line) => {
    expect(attempt(`${line}\na;`)).toMatchObject({ line: 1, column: 1, hint: expect.stringContaining('`-- upgrade`') });
  });

  it.each(PROSE.map((line) => [line]))('%j is prose', (line) => {
    expect(attempt(`a;\n${line}\nb;`)).toMatchObject({ upgrade: [{ cql: 'a' }, { cql: 'b' }], downgrade: [] });
  });

  it.each(DOWN.map((line) => [line]))('%j is text within a string', (line) => {
    const cql = `INSERT $$\n${line}\n$$`;
    expect(attempt(`${cql};`)).toMatchObject({ upgrade: [{ cql }], downgrade: [] });
  });
});
