/** Whether a header can hold this token: fetch would put one that it cannot into its error's text. */
export function isSendable(token: string): boolean {
  return /^[\x21-\x7e]+$/.test(token);
}
