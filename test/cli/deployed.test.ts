import { afterEach, describe, expect, it } from '@jest/globals';
import { type Answer, json, type Request, type Server, serve } from '../../local/server.ts';
import { run } from './run.ts';

const ANSWER = { text: 'Sent: Astro is asked again who it is.', accesses: [] };

let server: Server | undefined;
afterEach(() => server?.close());

/** Stands where the deployed function would, and keeps what it was asked. */
async function deployed(answer: (request: Request) => Answer) {
  const asked: Request[] = [];
  server = await serve((request: Request) => {
    asked.push(request);
    return answer(request);
  });
  return { url: server.url, asked };
}

const lambda = (url: string) => ({
  AWS_REGION: 'eu-west-1',
  AWS_ENDPOINT_URL_LAMBDA: url,
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
});
const REFRESH = ['refresh', 'etl', '--by', 'jane'] as const;
const ORDER = { action: 'refresh', deployment: 'etl', by: 'jane' };

describe('on AWS', () => {
  it('asks the Lambda function that the stack has made', async () => {
    const { url, asked } = await deployed(() => json(200, ANSWER));
    const ended = await run([...REFRESH, '--cloud', 'aws'], lambda(url));
    expect(ended).toEqual({ code: 0, out: `${ANSWER.text}\n`, err: '' });
    expect(asked.map(({ path }) => path)).toEqual([
      '/2015-03-31/functions/deployment-authorizer-local-operate/invocations',
    ]);
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual(ORDER);
  });

  it('tells what the function refuses in its own words', async () => {
    const error = {
      errorType: 'InvalidEventError',
      errorMessage: 'the record has no such',
      trace: [],
    };
    const { url } = await deployed(() => {
      const answer = json(200, error);
      return { ...answer, headers: { ...answer.headers, 'x-amz-function-error': 'Unhandled' } };
    });
    const ended = await run([...REFRESH, '--cloud', 'aws', '--function', 'other'], lambda(url));
    expect(ended).toEqual({ code: 1, out: '', err: 'the record has no such\n' });
  });

  it('does not take something else for an answer', async () => {
    const { url } = await deployed(() => json(200, { ok: true }));
    const { code, err } = await run([...REFRESH, '--cloud', 'aws'], lambda(url));
    expect({ code, err }).toEqual({
      code: 1,
      err: 'deployment-authorizer-local-operate answered something else: is it of this version?\n',
    });
  });
});

describe('on Google Cloud', () => {
  it('asks the function at its address, with an identity token', async () => {
    const { url, asked } = await deployed(() => json(200, ANSWER));
    const ended = await run([...REFRESH], {
      OPERATE_URL: url,
      DEPLOYMENT_AUTHORIZER_CLOUD: 'gcp',
      OPERATE_TOKEN: 'token',
    });
    expect(ended).toEqual({ code: 0, out: `${ANSWER.text}\n`, err: '' });
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual(ORDER);
    expect(asked[0]?.headers.authorization).toBe('Bearer token');
  });

  it.each([
    [400, { error: 'hold: of which Deployment?' }, /^hold: of which Deployment\?\n$/],
    [403, {}, /answered 403: it wants roles\/run.invoker/],
    [500, {}, /answered 500\n$/],
  ])('tells what a %i means', async (status, body, err) => {
    const { url } = await deployed(() => json(status, body));
    const ended = await run([...REFRESH, '--url', url], { OPERATE_TOKEN: 'token' });
    expect(ended).toEqual({ code: 1, out: '', err: expect.stringMatching(err) });
  });
});

describe('preview --all', () => {
  const row = (deployment: string, standing: string) => ({
    deploymentId: deployment,
    deployment,
    changes: standing === 'adding',
    accesses: [{ accessId: 'a', target: 'lake', standing }],
    elsewhere: [],
  });
  const page = (rows: readonly object[], next?: string) =>
    json(200, {
      text: 'x',
      accesses: [],
      previewAll: {
        installation: 'prod',
        cloud: 'gcp',
        rows,
        deployments: 3,
        complete: true,
        next,
      },
    });

  it('asks for page after page, says how far it is, and ends with the sum', async () => {
    const { url, asked } = await deployed(({ body }) =>
      JSON.parse(body).after === 'c'
        ? page([row('b\u001b[2J', 'adding')])
        : page([row('a', 'by-hand'), row('c', 'refused')], 'c'),
    );
    const ended = await run(['preview', '--all', '--url', url], { OPERATE_TOKEN: 'token' });
    expect(ended).toEqual({
      code: 0,
      out: 'b\u{fffd}[2J: lake would be given\nc: lake would be refused\n3 Deployments: 1 would change, 1 would be refused\n',
      err: '2 of 3 Deployments…\n',
    });
    expect(asked.map(({ body }) => JSON.parse(body))).toEqual([
      { action: 'preview-all' },
      { action: 'preview-all', after: 'c' },
    ]);
  });

  it('does not take another version’s answer for one', async () => {
    const { url } = await deployed(() => json(200, ANSWER));
    const ended = await run(['preview', '--all', '--url', url], { OPERATE_TOKEN: 'token' });
    expect(ended).toMatchObject({
      code: 1,
      err: expect.stringContaining('is it of this version?'),
    });
  });
});
