import * as z from 'zod';
import { AwsError } from '../aws-error.ts';

/** The input of an operation in a JSON protocol, or the refusal of its form. */
export function parse<Output>(schema: z.ZodType<Output>, input: unknown): Output {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new AwsError(400, 'ValidationException', z.prettifyError(result.error));
}
