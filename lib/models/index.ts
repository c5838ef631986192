export { InvalidCursorError, InvalidModelCallError, TooManyRowsError } from '../core/query/errors.js';
export { CoodieModelsModule } from './coodie-models.module.js';
export type {
  BatchedInsert,
  BatchedUpdate,
  GetOptions,
  InsertOptions,
  KeyOf,
  Model,
  ModelBatching,
  Page,
  PageOptions,
  ReadModel,
  RemoveOptions,
  RowOf,
  RowsOptions,
  UpdateOf,
  UpdateOptions,
  Where,
  When,
  WriteOutcome,
} from './model.js';
export { getMapperToken, getModelToken, InjectMapper, InjectModel } from './models.decorators.js';
export { q, type Assignment, type Condition, type ContentCondition, type DistanceOrder } from './operators.js';
