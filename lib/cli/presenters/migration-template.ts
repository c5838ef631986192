import { className } from '../generate/migration-text.js';

/** A migration that is refused until it is written: an untouched template is never recorded as applied. */
export function migrationTemplate(title: string, extension: 'ts' | 'cql'): string {
  const words = title.replaceAll('_', ' ');
  const description = words.charAt(0).toUpperCase() + words.slice(1);
  return extension === 'cql' ? scriptTemplate(description) : classTemplate(title, description);
}

const scriptTemplate = (description: string) => `-- description: ${description}
-- upgrade
WRITE the statements here, such as: ALTER TABLE reviews ADD rating int;
-- downgrade
WRITE the statements here that undo them, such as: ALTER TABLE reviews DROP rating;
`;

const classTemplate = (
  title: string,
  description: string,
) => `import { Migration, type MigrationContext } from 'nestjs-coodie';

export default class ${className(title)} extends Migration {
  override description = '${description}';

  async upgrade(context: MigrationContext): Promise<void> {
    // await context.execute('ALTER TABLE reviews ADD rating int');
    throw new Error('upgrade is not written yet');
  }

  override async downgrade(context: MigrationContext): Promise<void> {
    // await context.execute('ALTER TABLE reviews DROP rating');
    throw new Error('downgrade is not written yet');
  }
}
`;
