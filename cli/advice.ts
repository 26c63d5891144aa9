/** What SDKs say when nobody is signed in, and what a person does about it. */
const ADVICE: readonly (readonly [says: RegExp, advice: string])[] = [
  [
    /^Could not load credentials from any providers|^Token is expired|SSO session .* (expired|invalid)/,
    'sign in to AWS (`aws sso login`), or set AWS_PROFILE or AWS_ACCESS_KEY_ID',
  ],
  [/^Region is missing/, 'set AWS_REGION to the region of the installation'],
  [
    /^Could not load the default credentials/,
    'sign in to Google Cloud: `gcloud auth application-default login`; to ask operate, a person sets OPERATE_TOKEN=$(gcloud auth print-identity-token)',
  ],
  [
    /^Cannot fetch ID token in this environment/,
    'a person sets OPERATE_TOKEN=$(gcloud auth print-identity-token)',
  ],
];

/** What to do about an error that is no bug of ours but a setting; nothing where we know none. */
export function adviceOn(message: string): string | undefined {
  return ADVICE.find(([says]) => says.test(message))?.[1];
}
