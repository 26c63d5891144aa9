import { json, type Server, serve } from '../../server.ts';
import { FunctionFailedError } from './function-failed.ts';

const PATH = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/** Lambda's `Invoke`, as far as the command line and the console's test tab call it. */
export function serveInvoke(
  functions: ReadonlyMap<string, (event: unknown) => Promise<unknown>>,
): Promise<Server> {
  return serve(async ({ path, body }) => {
    const name = decodeURIComponent(PATH.exec(path)?.[1] ?? '');
    const invoke = functions.get(name);
    if (invoke === undefined) return noFunction(name);
    try {
      return json(200, await invoke(JSON.parse(body || '{}')));
    } catch (error) {
      if (!(error instanceof FunctionFailedError)) throw error;
      const { type: errorType, reason: errorMessage } = error;
      const failed = { errorType, errorMessage, trace: [] };
      return json(200, failed, { 'x-amz-function-error': 'Unhandled' });
    }
  });
}

function noFunction(name: string) {
  const type = 'ResourceNotFoundException';
  const body = { Type: 'User', Message: `Function not found: ${name}` };
  return json(404, body, { 'x-amzn-errortype': type });
}
