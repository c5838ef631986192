import { Field, UserType } from 'nestjs-coodie';

/** In millimetres. */
@UserType()
export class Dimensions {
  @Field('int') width!: number;
  @Field('int') height!: number;
  @Field('int') depth!: number;
}
