export const nodeEntries: Readonly<Record<string, string>>;
export const rendererEntry: string;
export const sources: Readonly<Record<'renderer' | 'node', readonly string[]>>;
