import { escaped } from './mrkdwn.ts';

const FORMATS = {
  second: '{time_secs}',
  minute: '{time}',
  day: '{date_short_pretty} {time}',
} as const;

/** A moment in the reader's own time zone; where Slack cannot tell that, in UTC. */
export function moment(iso: string, precision: keyof typeof FORMATS): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return escaped(iso, 40);
  const seconds = Math.floor(date.getTime() / 1_000);
  return `<!date^${seconds}^${FORMATS[precision]}|${inUtc(date, precision)}>`;
}

/** The same moment where only plain text goes. */
export function inUtc(date: Date, precision: keyof typeof FORMATS): string {
  const [day = '', time = ''] = date.toISOString().split('T');
  if (precision === 'second') return `${time.slice(0, 8)} UTC`;
  return precision === 'minute' ? `${time.slice(0, 5)} UTC` : `${day} ${time.slice(0, 5)} UTC`;
}
