import { build, type Metafile } from 'esbuild';

/** Something in the sources that must not be deployed as it is. */
export class BuildError extends Error {}

export interface Folders {
  /** Where `functions/` is, and where `dist/` goes. */
  readonly root: string;
  /** The access rules that are packaged with every function. */
  readonly rules: string;
}

export interface Built {
  readonly name: string;
  readonly bytes: number;
}

export interface Bundle {
  readonly root: string;
  /** From `root`. */
  readonly entry: string;
  readonly outfile: string;
  readonly external: readonly string[];
  readonly budget: number;
}

/** What is CommonJS within the bundle calls `require`, which a module does not have. */
const REQUIRE =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

/** One entry and all that it imports, as one minified module; refused when it is over its budget. */
export async function bundle({ root, entry, outfile, external, budget }: Bundle): Promise<Built> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    external: [...external],
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    mainFields: ['module', 'main'],
    legalComments: 'none',
    banner: { js: REQUIRE },
    metafile: true,
    logLevel: 'silent',
  }).catch((cause: Error) => {
    throw new BuildError(`${entry}: ${cause.message}`, { cause });
  });
  refuseAllOfGoogle(entry, metafile);
  const bytes = Object.values(metafile.outputs)[0]?.bytes ?? 0;
  if (bytes > budget) {
    throw new BuildError(
      `${entry}: ${inKilobytes(bytes)} of ${inKilobytes(budget)}. Largest: ${largest(metafile)}`,
    );
  }
  return { name: entry, bytes };
}

/** The whole of it costs half a second of every cold start; a single API, next to nothing. */
function refuseAllOfGoogle(entry: string, { inputs }: Metafile): void {
  const whole = (path: string) =>
    /node_modules\/googleapis\/build\/src\/(index|googleapis)\.js$/.test(path);
  const importer = Object.entries(inputs).find(
    ([path, { imports }]) =>
      !path.includes('node_modules/') && imports.some((one) => whole(one.path)),
  );
  if (importer === undefined && !Object.keys(inputs).some(whole)) return;
  throw new BuildError(
    `${importer?.[0] ?? entry} imports all of googleapis: import the one API, such as 'googleapis/build/src/apis/iam/v1.js'`,
  );
}

function largest({ outputs }: Metafile): string {
  const parts = Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs));
  return parts
    .sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput)
    .slice(0, 3)
    .map(([path, { bytesInOutput }]) => `${path} (${inKilobytes(bytesInOutput)})`)
    .join(', ');
}

function inKilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} KB`;
}
