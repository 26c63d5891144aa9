/** As people call them. */
export const CLOUDS = { aws: 'AWS', gcp: 'Google Cloud', azure: 'Azure' } as const;
