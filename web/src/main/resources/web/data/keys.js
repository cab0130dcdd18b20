/** Keys that mean something wherever on the page one is, unless something is typed into, or the key is that of what has the focus. */

const TYPED_INTO = 'input:not([type=checkbox], [type=radio], [type=range], [type=button]), textarea, select, [contenteditable]';
const ARROWED = 'input[type=range], input[type=radio], [role=tab], [role=slider], [role=menu], video';
const PRESSED = 'button, a[href], summary, input, video';

const within = (event, selector) => event.composedPath().some(part => part instanceof Element && part.matches(selector));

/**
 * Calls one of the handlers for a key that is nobody else's: {toggle, arrow}, which say whether they did something with it. Who pressed a
 * button with the pointer has left it with the eyes: Space is its key only where the keyboard led there.
 *
 * @returns ends it
 */
export function listenToKeys({ toggle, arrow }) {
  let pointed = false;
  let taken = false;
  const listeners = {
    pointerdown: () => (pointed = true),
    keydown: event => {
      if (event.key === 'Tab') pointed = false;
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
      if (within(event, TYPED_INTO) || within(event, 'dialog[open]')) return;
      const space = event.key === ' ' && (pointed || !within(event, PRESSED)) && toggle();
      const used = space || event.key.startsWith('Arrow') && !within(event, ARROWED) && arrow(event.key);
      taken = !!space;
      if (used) event.preventDefault();
    },
    // Some browsers press a button as Space is let go.
    keyup: event => {
      if (event.key === ' ' && taken) event.preventDefault();
      taken = false;
    },
  };
  Object.entries(listeners).forEach(([type, listener]) => document.addEventListener(type, listener));
  return () => Object.entries(listeners).forEach(([type, listener]) => document.removeEventListener(type, listener));
}
