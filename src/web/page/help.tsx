import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { keysAreOn, switchKeys } from './keys.js';

const keys: readonly (readonly [keys: readonly string[], meaning: string])[] = [
  [['←', 'k'], 'one step back on the path'],
  [['→', 'j'], 'one step on'],
  [['Home', 'End'], 'to the initial state, to the end of the path'],
  [['1', '…', '9'], 'take the action with this number'],
  [['Backspace'], 'undo: where you were before'],
  [['x'], 'compare the steps that follow with this state; again to end it'],
  [['n'], 'search for the nearest violation'],
  [['/'], 'filter the variables'],
  [['e'], 'search for a state by an expression'],
  [['w', 'c', 'g', 'r', 'v'], 'walk, columns, graph, run, variants'],
];

/** Always in the page: whether it is open is known to the element alone, so no key falls between two accounts of it. */
export function Help({ dialog }: { readonly dialog: RefObject<HTMLDialogElement | null> }) {
  const [on, setOn] = useState(keysAreOn());
  useEffect(() => {
    const switched = () => setOn(keysAreOn());
    addEventListener('storage', switched);
    return () => removeEventListener('storage', switched);
  }, []);
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title">
      <h2 id="help-title">How to walk</h2>
      <p>
        Take an action to go on; go back and take another one to branch. The address of the page is the path: copy it, keep it, send it to somebody who serves the same spec (from <code>#</code> on).
      </p>
      <table>
        <tbody>
          {keys.map(([pressed, meaning]) => (
            <tr key={meaning}>
              <th scope="row">
                {pressed.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </th>
              <td>{meaning}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <label class="check">
        <input
          type="checkbox"
          checked={on}
          onChange={({ currentTarget: { checked } }) => {
            switchKeys(checked);
            setOn(checked);
          }}
        />
        single keys do this
      </label>
      <p>
        Expressions: <code>vcpus[0].pc == guest && !(locked || queue[*].kind != idle)</code>. A <code>*</code> stands for each index.
      </p>
      <form method="dialog">
        <button type="submit">close</button>
      </form>
    </dialog>
  );
}
