import { sparkName, type SparkJob } from './plan-spark-job.js';
import { CONNECTOR, DEFAULTS, FIXED, FORMAT, FROM_ENVIRONMENT } from './spark-settings.js';

/** The job as a program for `spark-submit`. Names and expressions stand in literals only. */
export function renderPythonJob({ name, keyspace, from, to, columns }: SparkJob): string {
  const selected = columns.map((column) => `${column.expression} AS ${sparkName(column.name)}`);
  return `${HEAD}NAME = ${pythonText(name)}
KEYSPACE = ${pythonText(keyspace)}
SOURCE = ${pythonText(from)}
TARGET = ${pythonText(to)}
COLUMNS = ${pythonList(selected)}
FORMAT = ${pythonText(FORMAT)}
FIXED = ${pythonMap(FIXED)}
DEFAULTS = ${pythonMap(DEFAULTS)}
FROM_ENVIRONMENT = ${pythonMap(FROM_ENVIRONMENT)}
${BODY}`;
}

const HEAD = `"""Written by \`coodie backfill export\` for Spark 3.5, Scala 2.12. It may run again: it writes the same rows.

COODIE_HOSTS=... COODIE_PASSWORD=... spark-submit --packages ${CONNECTOR} copy_job.py
"""

import os
import time

from pyspark.conf import SparkConf
from pyspark.sql import SparkSession

`;

const BODY = `

def configuration():
    conf = SparkConf().setAppName(NAME)
    for key, variable in FROM_ENVIRONMENT.items():
        if os.environ.get(variable):
            conf.setIfMissing(key, os.environ[variable])
    for key, value in DEFAULTS.items():
        conf.setIfMissing(key, value)
    for key, value in FIXED.items():
        conf.set(key, value)
    return conf


def main():
    # Every write carries the time of the start: what the application writes after it wins.
    started_at = str(int(time.time() * 1_000_000))
    spark = SparkSession.builder.config(conf=configuration()).getOrCreate()
    rows = spark.read.format(FORMAT).option("keyspace", KEYSPACE).option("table", SOURCE).load()
    written = rows.selectExpr(*COLUMNS).write.format(FORMAT)
    written = written.option("keyspace", KEYSPACE).option("table", TARGET)
    written.option("spark.cassandra.output.timestamp", started_at).mode("append").save()
    spark.stop()


if __name__ == "__main__":
    main()
`;

/** A string literal of ASCII characters alone. */
export function pythonText(text: string): string {
  const characters = Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (character === '"' || character === '\\') return `\\${character}`;
    if (code >= 0x20 && code < 0x7f) return character;
    return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
  });
  return `"${characters.join('')}"`;
}

const hex = (code: number, digits: number) => code.toString(16).padStart(digits, '0');

const pythonList = (texts: readonly string[]) => block('[', texts.map(pythonText), ']');

const pythonMap = (map: Readonly<Record<string, string>>) =>
  block(
    '{',
    Object.entries(map).map(([key, value]) => `${pythonText(key)}: ${pythonText(value)}`),
    '}',
  );

function block(open: string, items: readonly string[], close: string): string {
  return items.length === 0 ? open + close : [open, ...items.map((item) => `    ${item},`), close].join('\n');
}
