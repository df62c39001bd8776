/** Opens a file of the workspace, at a line if one is given. */
export type OpenFile = (path: string, line?: number, column?: number) => void;

interface Props {
  readonly file: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** Without the folder, which the tooltip has. */
  readonly short?: boolean;
  readonly onOpenFile: OpenFile;
}

/** `include/defaults.ipp.yml:41`: leads to the place. Nothing where no file is known. */
export function OriginLink({ file, line, column, short = false, onOpenFile }: Props) {
  if (file === undefined) return null;
  const place = line === undefined ? file : `${file}:${line}`;
  return (
    <button
      type="button"
      className="origin-link"
      title={`Open ${place}`}
      onClick={(event) => {
        event.stopPropagation();
        onOpenFile(file, line, column);
      }}
    >
      {short ? place.slice(place.lastIndexOf('/') + 1) : place}
    </button>
  );
}
