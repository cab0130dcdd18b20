import { titleOf } from './chats.js';
import { span } from './clock.js';
import { sentences } from './words.js';

/** A chat as text that people read: questions, answers, and the moments they rest on. */
export function asText(chat) {
  return [`# ${titleOf(chat)}`, `Begun ${new Date(chat.begun).toLocaleString()}`, ...chat.turns.map(turnText)].join('\n\n') + '\n';
}

function turnText(turn) {
  const { reply, failure } = turn;
  const lines = [`## ${turn.question}`, turn.cameras ? `Asked of ${turn.cameras.join(', ')}` : 'Asked of all cameras',
    reply ? reply.answer : failure ? sentences(failure.message) : 'Not answered yet.'];
  const citations = (reply?.replies ?? (reply ? [{ ...reply, stream: turn.cameras?.[0] }] : []))
    .flatMap(({ stream, citations }) => (citations ?? []).map(each => `- ${stream}, ${span(each.start, each.end)}${
      each.note ? `: ${each.note}` : ''}`));
  return [...lines, ...citations.length ? [citations.join('\n')] : []].join('\n\n');
}

/** Has the browser save text as a file. */
export function save(name, text, type) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name.replace(/[^\p{L}\p{N}._ -]+/gu, '_').trim().slice(0, 80);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
