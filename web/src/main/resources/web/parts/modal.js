import { css } from 'lit';

/** How dialogs look. */
export const modal = css`
  dialog { border: 1px solid var(--line-strong); border-radius: 18px; padding: 0; background: var(--panel);
    color: var(--ink); width: min(480px, calc(100vw - 28px)); box-shadow: var(--shadow); }
  dialog::backdrop { background: rgb(5 7 8 / .7); }
  dialog[open] { animation: appear .22s var(--ease); }
  @keyframes appear { from { opacity: 0; transform: translateY(8px); } }
  .content { padding: 24px; display: grid; gap: 16px; }
  h2 { margin: 0; font: 600 20px/1.25 var(--display); letter-spacing: -.01em; }
  .actions { display: flex; gap: 8px; justify-content: flex-end; align-items: center; }
  .actions .grow { flex: 1; }
`;
