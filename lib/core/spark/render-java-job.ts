import { sparkName, type SparkJob } from './plan-spark-job.js';
import { CONNECTOR, DEFAULTS, FIXED, FORMAT, FROM_ENVIRONMENT } from './spark-settings.js';

/** The job as a Java class. Names and expressions stand in literals only. */
export function renderJavaJob({ name, keyspace, from, to, columns }: SparkJob): string {
  const selected = columns.map((column) => `${column.expression} AS ${sparkName(column.name)}`);
  return `${HEAD}  private static final String NAME = ${javaText(name)};
  private static final String KEYSPACE = ${javaText(keyspace)};
  private static final String SOURCE = ${javaText(from)};
  private static final String TARGET = ${javaText(to)};
  private static final String[] COLUMNS = ${javaList(selected)};
  private static final String FORMAT = ${javaText(FORMAT)};
  private static final Map<String, String> FIXED = ${javaMap(FIXED)};
  private static final Map<String, String> DEFAULTS = ${javaMap(DEFAULTS)};
  private static final Map<String, String> FROM_ENVIRONMENT = ${javaMap(FROM_ENVIRONMENT)};

${BODY}`;
}

const HEAD = `import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Written by coodie backfill export for Spark 3.5, Scala 2.12. It may run again: it writes the same rows.
 *
 * mvn package, then
 * spark-submit --class CopyJob --packages ${CONNECTOR} target/copy-job-1.jar
 */
public final class CopyJob {
`;

const BODY = `  public static void main(String[] arguments) {
    // Every write carries the time of the start: what the application writes after it wins.
    String startedAt = String.valueOf(System.currentTimeMillis() * 1_000L);
    SparkSession spark = SparkSession.builder().config(configuration()).getOrCreate();
    Dataset<Row> rows =
        spark.read().format(FORMAT).option("keyspace", KEYSPACE).option("table", SOURCE).load();
    rows.selectExpr(COLUMNS)
        .write()
        .format(FORMAT)
        .option("keyspace", KEYSPACE)
        .option("table", TARGET)
        .option("spark.cassandra.output.timestamp", startedAt)
        .mode(SaveMode.Append)
        .save();
    spark.stop();
  }

  private static SparkConf configuration() {
    SparkConf conf = new SparkConf().setAppName(NAME);
    FROM_ENVIRONMENT.forEach(
        (key, variable) -> {
          String value = System.getenv(variable);
          if (value != null && !value.isEmpty()) conf.setIfMissing(key, value);
        });
    DEFAULTS.forEach(conf::setIfMissing);
    FIXED.forEach(conf::set);
    return conf;
  }
}
`;

/** A string literal. Java reads `\u0022` as a quote before it reads literals: only what is beyond ASCII is written so. */
export function javaText(text: string): string {
  const units = Array.from({ length: text.length }, (_, index) => {
    const [unit, code] = [text.charAt(index), text.charCodeAt(index)];
    if (unit === '"' || unit === '\\') return `\\${unit}`;
    if (code >= 0x20 && code < 0x7f) return unit;
    return code < 0x80 ? `\\${code.toString(8).padStart(3, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
  return `"${units.join('')}"`;
}

const javaList = (texts: readonly string[]) => block('{', texts.map(javaText), '}');

const javaMap = (map: Readonly<Record<string, string>>) =>
  block(
    'Map.of(',
    Object.entries(map).map(([key, value]) => `${javaText(key)}, ${javaText(value)}`),
    ')',
  );

function block(open: string, items: readonly string[], close: string): string {
  return items.length === 0 ? open + close : `${open}\n    ${items.join(',\n    ')}${close}`;
}
