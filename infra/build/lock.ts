import { BuildError } from './bundle.ts';

/** `package-lock.json`, as far as it is read here. */
export interface Lock {
  readonly lockfileVersion: number;
  readonly packages: Readonly<Record<string, Locked>>;
}

interface Locked {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** A package that depends on one of ours alone, at the very versions that were tested here. */
export function lockOf(dependency: string, { lockfileVersion, packages }: Lock) {
  const { version } = packages[`node_modules/${dependency}`] ?? {};
  if (version === undefined) throw new BuildError(`package-lock.json has no ${dependency}`);
  const about = { name: 'deployment-authorizer', version: '0.0.0' };
  const dependencies = { [dependency]: version };
  const needed = [...reachable(dependency, packages)].sort();
  const kept = needed.map((place) => [place, inProduction(packages[place] ?? {})] as const);
  return {
    manifest: {
      ...about,
      private: true,
      type: 'module',
      main: 'index.js',
      engines: { node: '>=24' },
      dependencies,
    },
    lock: {
      ...about,
      lockfileVersion,
      requires: true,
      packages: {
        '': { ...about, dependencies, engines: { node: '>=24' } },
        ...Object.fromEntries(kept),
      },
    },
  };
}

/** Where this package and all that it needs are installed. */
function reachable(dependency: string, packages: Lock['packages']): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [`node_modules/${dependency}`];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    if (found.has(place)) continue;
    found.add(place);
    const { dependencies = {}, optionalDependencies = {} } = packages[place] ?? {};
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const installed = placeOf(name, place, packages);
      if (installed !== undefined) waiting.push(installed);
      else if (name in dependencies) {
        throw new BuildError(`package-lock.json has no ${name}, which ${place} needs`);
      }
    }
  }
  return found;
}

/** As Node looks for it: beside the package that needs it, then in each folder above. */
function placeOf(name: string, from: string, packages: Lock['packages']): string | undefined {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    const place = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
    if (place in packages) return place;
    if (at === '') return undefined;
  }
}

/** What only a developer has is no such thing where it is needed at run time. */
function inProduction({ dev: _dev, devOptional: _devOptional, peer: _peer, ...locked }: Locked) {
  return locked;
}
