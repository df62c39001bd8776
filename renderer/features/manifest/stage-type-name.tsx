/** `org.osbuild.rpm` with what all have in common dimmed. */
export function StageTypeName({ type }: { readonly type: string }) {
  const dot = type.startsWith('org.osbuild.') ? 'org.osbuild.'.length : type.lastIndexOf('.') + 1;
  return (
    <span className="stage-type mono" title={type}>
      <span className="stage-type-prefix">{type.slice(0, dot)}</span>
      {type.slice(dot)}
    </span>
  );
}
