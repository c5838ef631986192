import { Injectable } from '@nestjs/common';

/** What a product is called in the address of its page. */
@Injectable()
export class Slugs {
  of(name: string): string {
    const plain = name.normalize('NFKD').replaceAll(/\p{Mark}/gu, '');
    return plain
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '');
  }
}
