import { buildAws } from './build/aws.ts';
import { BuildError } from './build/bundle.ts';
import { buildGcp } from './build/gcp.ts';

// npm run build: dist/aws, a folder for each function. npm run package:gcp: dist/gcp, one for all.
const build = process.argv[2] === 'gcp' ? buildGcp : buildAws;
const folders = { root: process.cwd(), rules: process.env.ACCESS_RULES ?? 'access-rules.yml' };
try {
  for (const { name, bytes } of await build(folders)) {
    console.log(
      `${name.padEnd(16)}${Math.ceil(bytes / 1024)
        .toString()
        .padStart(6)} KB`,
    );
  }
} catch (error) {
  if (!(error instanceof BuildError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
