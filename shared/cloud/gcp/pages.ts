interface Page {
  readonly names: readonly (string | null | undefined)[];
  readonly next: string | null | undefined;
}

/** The names of all pages; what has none is left out. */
export async function everyPage(
  read: (page: { readonly pageToken?: string }) => Promise<Page>,
): Promise<readonly string[]> {
  const names: string[] = [];
  let pageToken: string | undefined;
  do {
    const page = await read(pageToken === undefined ? {} : { pageToken });
    names.push(...page.names.flatMap((name) => name ?? []));
    pageToken = page.next ?? undefined;
  } while (pageToken !== undefined);
  return names;
}
