/** What a colour says: state, and nothing else. */
export type Tone = 'ok' | 'run' | 'warn' | 'bad' | 'mute';
