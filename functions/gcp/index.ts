// Cloud Run functions find a function by the name it registered once this file was loaded.
const FUNCTIONS: Readonly<Record<string, () => Promise<unknown>>> = {
  'answer-slack': () => import('./answer-slack.ts'),
  'decide-access': () => import('./decide-access.ts'),
  'grant-access': () => import('./grant-access.ts'),
  'hand-over': () => import('./hand-over.ts'),
  notify: () => import('./notify.ts'),
  operate: () => import('./operate.ts'),
  'receive-event': () => import('./receive-event.ts'),
  sweep: () => import('./sweep.ts'),
};

// An instance serves one, and is told which; with all the others a cold one would answer later.
const wanted = FUNCTIONS[process.env.FUNCTION_TARGET ?? ''];
for (const load of wanted === undefined ? Object.values(FUNCTIONS) : [wanted]) await load();
