/** The path of a variable, which may be broken into lines behind its parts. */
export function Variable({ path }: { readonly path: string }) {
  return (
    <>
      {path.split(/(?<=[.\]])/).map((part, index) => (
        // A path has the same parts for ever.
        <span key={`${index} ${part}`}>
          {index > 0 && <wbr />}
          {part}
        </span>
      ))}
    </>
  );
}
