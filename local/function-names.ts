/** All functions, on both clouds alike. */
export const FUNCTION_NAMES: readonly string[] = [
  'answer-slack',
  'decide-access',
  'grant-access',
  'hand-over',
  'notify',
  'operate',
  'receive-event',
  'sweep',
];
