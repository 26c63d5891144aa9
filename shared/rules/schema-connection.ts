import * as z from 'zod';
import { CREATES, VIAS } from './access-rules.ts';
import { region } from './schema-aws.ts';
import { PROJECT } from './schema-gcp.ts';
import { text } from './text.ts';

export const CONNECTION = z
  .strictObject({
    id: text(
      /^[\w.-]{1,200}$/,
      'must be 1 to 200 letters, digits and any of _.-',
      "Airflow's Connection Id.",
    ),
    region: region(
      "AWS: region_name. Default: the Deployment's region, then defaults.region.",
    ).exactOptional(),
    project: PROJECT.exactOptional().describe(
      "Google Cloud: Project Id. Default: the target's own project; a bucket has none.",
    ),
    create: z
      .enum(CREATES)
      .exactOptional()
      .describe('Make it unasked, when somebody asks in Slack, or never. Default: ask.'),
    via: z
      .enum(VIAS)
      .exactOptional()
      .describe(
        "Where: Astro's Environment Manager, or the Deployment's own Airflow. Default: environment-manager.",
      ),
  })
  .describe('The Airflow connection that the owner of the Deployment is told of.');
