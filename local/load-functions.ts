import { OWN } from './environment.ts';

/**
 * Loads functions one after another, each with what it alone is told in the environment: they read
 * it once, when they are loaded, and are one process here.
 */
export async function loadFunctions<Module>(
  names: readonly string[],
  load: (name: string) => Promise<Module>,
): Promise<ReadonlyMap<string, Module>> {
  const own: Readonly<Record<string, Readonly<Record<string, string>>>> = JSON.parse(
    process.env[OWN] ?? '{}',
  );
  const loaded = new Map<string, Module>();
  for (const name of names) {
    const told = own[name] ?? {};
    Object.assign(process.env, told);
    loaded.set(name, await load(name));
    for (const variable of Object.keys(told)) delete process.env[variable];
  }
  return loaded;
}
