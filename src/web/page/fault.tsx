import type { ComponentChildren } from 'preact';
import type { FaultView } from '../messages.js';

/** What went wrong, and what to do about it. */
export function Fault({ fault, children }: { readonly fault: FaultView; readonly children?: ComponentChildren }) {
  return (
    <div class="fault" role="alert">
      <p>{fault.message}</p>
      {fault.details.length > 0 && (
        <dl>
          {fault.details.map(([label, text]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )}
      {children}
    </div>
  );
}
