import type { SparkJob } from './plan-spark-job.js';
import { renderJavaJob } from './render-java-job.js';
import { renderPythonJob } from './render-python-job.js';

/** A file of an exported job. */
export interface SparkFile {
  /** Path within the directory of the export. */
  readonly fileName: string;
  readonly text: string;
}

/** The job as files: in Python, and in Java with its Maven project. */
export function sparkFiles(job: SparkJob): readonly SparkFile[] {
  return [
    { fileName: 'copy_job.py', text: renderPythonJob(job) },
    { fileName: 'pom.xml', text: POM },
    { fileName: 'src/main/java/CopyJob.java', text: renderJavaJob(job) },
  ];
}

/** The versions are those that the export was tried with. There is no connector for Spark 4. */
const POM = `<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>backfill</groupId>
  <artifactId>copy-job</artifactId>
  <version>1</version>
  <properties>
    <maven.compiler.source>11</maven.compiler.source>
    <maven.compiler.target>11</maven.compiler.target>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <dependencies>
    <dependency>
      <groupId>org.apache.spark</groupId>
      <artifactId>spark-sql_2.12</artifactId>
      <version>3.5.7</version>
      <scope>provided</scope>
    </dependency>
    <dependency>
      <groupId>com.datastax.spark</groupId>
      <artifactId>spark-cassandra-connector_2.12</artifactId>
      <version>3.5.1</version>
      <scope>provided</scope>
    </dependency>
  </dependencies>
</project>
`;
