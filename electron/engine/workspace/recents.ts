/** The workspaces that were opened last, newest first, and what this user marked in them; in the data folder. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { parseJson } from '../parse-json';
import { replaceFile } from './replace-file';

/** `openedAt`: epoch milliseconds. */
const Recent = z.object({ path: z.string(), name: z.string(), openedAt: z.number().optional() });
const Recents = z.array(Recent);
/** Names of targets by workspace. They outlast the list: a folder that is opened again has its marks. */
const Favourites = z.record(z.string(), z.array(z.string()));
type Favourites = z.infer<typeof Favourites>;
const MOST = 20;

/** What this user's data folder remembers of workspaces. Changes wait for one another. */
export class Recollection {
  readonly #recents: string;
  readonly #favourites: string;
  #turn: Promise<unknown> = Promise.resolve();

  /** @param data the data folder */
  constructor(data: string) {
    this.#recents = path.join(data, 'recents.json');
    this.#favourites = path.join(data, 'favourites.json');
  }

  async recents(): Promise<(z.infer<typeof Recent> & { exists: boolean })[]> {
    return (await read(this.#recents, Recents, [])).map((recent) => ({ ...recent, exists: existsSync(recent.path) }));
  }

  /** Puts a workspace first. */
  add(recent: Pick<z.infer<typeof Recent>, 'path' | 'name'>): Promise<void> {
    return this.#change(this.#recents, Recents, [], (all) =>
      [{ ...recent, openedAt: Date.now() }, ...all.filter((other) => other.path !== recent.path)].slice(0, MOST),
    );
  }

  forget(place: string): Promise<void> {
    return this.#change(this.#recents, Recents, [], (all) => all.filter((other) => other.path !== place));
  }

  /** Names of the targets that were marked in a workspace. */
  async favouritesOf(place: string): Promise<string[]> {
    return new Map(Object.entries(await read(this.#favourites, Favourites, {}))).get(place) ?? [];
  }

  setFavourite(place: string, target: string, favourite: boolean): Promise<void> {
    return this.#change(this.#favourites, Favourites, {}, (all): Favourites => {
      const others = (all[place] ?? []).filter((name) => name !== target);
      return { ...all, [place]: favourite ? [...others, target] : others };
    });
  }

  async #change<T>(file: string, schema: z.ZodType<T>, none: T, change: (value: T) => T): Promise<void> {
    const turn = this.#turn.then(async () => {
      const next = change(await read(file, schema, none));
      await replaceFile(file, `${JSON.stringify(next, null, 2)}\n`);
    });
    this.#turn = turn.catch(() => undefined);
    await turn;
  }
}

/** None yet, or damaged: only a list for convenience is lost. */
async function read<T>(file: string, schema: z.ZodType<T>, none: T): Promise<T> {
  const parsed = schema.safeParse(parseJson(await readFile(file, 'utf8').catch(() => '')));
  return parsed.success ? parsed.data : none;
}
