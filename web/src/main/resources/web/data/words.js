/** How the page says what the service tells it. */

/** "INPUT_UNREACHABLE: the camera is off; switch it on" -> "The camera is off. Switch it on." Codes are for programs. */
export function sentences(line) {
  return String(line ?? '').replace(/\b[A-Z][A-Z0-9]*(_[A-Z0-9]+)+: /g, '').split(/(?<=[.!?]) (?=[A-Z])|; (?=[a-z])/)
    .map(sentence).filter(Boolean).join(' ');
}

function sentence(words) {
  const text = words.trim();
  if (!text) return '';
  // What begins with an address, a name or a command stays as it is.
  const first = /^[a-z]+([ ,’']|$)/.test(text) ? text[0].toUpperCase() + text.slice(1) : text;
  return /[.!?:…]$/.test(first) ? first : `${first}.`;
}
