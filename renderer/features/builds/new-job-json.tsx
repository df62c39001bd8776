import type { z } from 'zod';

/** What a text says as JSON of this form, or why it does not. */
export function readJson<T extends z.ZodType>(
  text: string,
  schema: T,
): { readonly value: z.infer<T> } | { readonly problem: string } {
  let raw: unknown;
  try {
    raw = JSON.parse(text === '' ? '{}' : text);
  } catch (thrown) {
    return { problem: `This is no JSON: ${thrown instanceof Error ? thrown.message : 'it cannot be read'}` };
  }
  const read = schema.safeParse(raw);
  if (read.success) return { value: read.data };
  const [issue] = read.error.issues;
  return { problem: [issue?.path.join('.'), issue?.message].filter(Boolean).join(': ') };
}

interface Props {
  readonly label: string;
  readonly text: string;
  readonly isBad: boolean;
  readonly onChange: (text: string) => void;
}

/** JSON as text. */
export function NewJobJson({ label, text, isBad, onChange }: Props) {
  return (
    <textarea
      className="job-json mono"
      rows={Math.min(16, Math.max(4, text.split('\n').length))}
      value={text}
      aria-label={label}
      aria-invalid={isBad}
      spellCheck={false}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        // Escape here is for the text: what was typed is not thrown away with the dialog.
        if (event.key === 'Escape') event.stopPropagation();
      }}
    />
  );
}
