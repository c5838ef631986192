import { visible } from '../../core/text/visible.js';
import { formatObjects } from '../../core/model/schema-kinds.js';
import type { PulledSources } from '../../schema/pull-sources.js';
import type { ComparedFile } from '../application/source-directory.js';
import type { Paint } from '../../present/paint.js';
import { formatCount } from '../../core/text/figures.js';

export interface PullView extends Omit<PulledSources, 'files'> {
  readonly keyspace: string;
  readonly directory: string;
  readonly files: readonly ComparedFile[];
  readonly leftOver: readonly string[];
}

/** `schema pull`: what was found, and each file that was written. */
export function presentPull(view: PullView, paint: Paint): string {
  const { keyspace, directory, files, objects } = view;
  const marks = { new: paint.green('+'), changed: paint.yellow('~') };
  const written = files.flatMap(({ fileName, state }) =>
    state === 'unchanged' ? [] : [`  ${marks[state]} ${visible(fileName)}`],
  );
  const unchanged = files.length - written.length;
  return [
    `${paint.bold(keyspace)} · ${formatObjects(objects)} → ${visible(directory)}`,
    ...written,
    `${formatCount(written.length, 'file')} written, ${unchanged} unchanged`,
  ].join('\n');
}

export interface PullJson {
  readonly keyspace: string;
  readonly directory: string;
  readonly files: readonly { readonly file: string; readonly state: ComparedFile['state'] }[];
  readonly notes: readonly string[];
  readonly leftOver: readonly string[];
}

export function pullJson({ keyspace, directory, files, notes, leftOver }: PullView): PullJson {
  const stated = files.map(({ fileName, state }) => ({ file: fileName, state }));
  return { keyspace, directory, files: stated, notes, leftOver };
}
