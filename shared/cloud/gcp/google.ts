import { GoogleAuth } from 'google-auth-library';
import type { GoogleApi, GoogleEndpoints } from '../../runtime/config.ts';

const auth = new GoogleAuth({ scopes: ['https://www.googleapis.com/auth/cloud-platform'] });

/** Application Default Credentials, and the API's address where another one is configured. */
export function googleOptions(api: GoogleApi, endpoints: GoogleEndpoints) {
  const rootUrl = endpoints[api];
  return { auth, timeout: 20_000, ...(rootUrl !== undefined && { rootUrl }) };
}

/** For targets: Google's client would send a GET or PUT three times more, and the one loop decides. */
export function targetOptions(api: GoogleApi, endpoints: GoogleEndpoints) {
  return { ...googleOptions(api, endpoints), retry: false };
}
