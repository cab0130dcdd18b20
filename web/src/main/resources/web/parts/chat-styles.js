import { css } from 'lit';

export const chatStyles = css`
  :host { display: block; min-height: 0; min-width: 0; }
  section { display: flex; flex-direction: column; height: 100%; background: var(--panel); border: 1px solid var(--line);
    border-radius: var(--round); overflow: hidden; }
  .log { flex: 1; min-height: 0; overflow-y: auto; padding: 20px 18px 8px; display: flex; flex-direction: column;
    gap: 10px; scrollbar-width: thin; scrollbar-color: var(--line-strong) transparent; }
  .invitation { margin: auto 0; padding: 12px 6px; }
  h2 { margin: 0; font: 600 24px/1.2 var(--display); letter-spacing: -.015em; }
  h2 em { font-style: normal; color: var(--past); }
  .invitation p { color: var(--soft); margin: 8px 0 20px; max-width: 40ch; }
  .suggestions { display: grid; gap: 8px; justify-items: start; }
  .suggestion { text-align: left; padding: 9px 15px; border-radius: 16px; border: 1px solid var(--line-strong);
    font-size: 14px; transition: background .15s, border-color .15s; }
  .suggestion:hover { background: var(--past-soft); border-color: var(--past-line); }
  .more { display: flex; gap: 8px; overflow-x: auto; padding: 4px 18px 2px; scrollbar-width: none; }
  .more .suggestion { flex: none; padding: 6px 12px; font-size: 13px; color: var(--soft); }
  .question { align-self: flex-end; max-width: 86%; margin-top: 10px; }
  .question p { margin: 0; padding: 9px 15px; border-radius: 17px 17px 5px 17px; background: var(--hover);
    overflow-wrap: anywhere; white-space: pre-wrap; }
  .of { margin: 12px 4px 0; font: 600 13px/1.3 var(--text); color: var(--past); overflow-wrap: anywhere; }
  .question small { display: block; text-align: right; color: var(--past); font-size: 12px; margin: 3px 6px 0; }
  form { padding: 8px 14px 14px; }
  .silent { margin: 0; padding: 14px 20px 18px; color: var(--faint); font-size: 14px; }
  .bar { display: flex; align-items: center; gap: 6px; padding: 10px 10px 8px 18px; border-bottom: 1px solid var(--line); }
  .bar b { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 550; font-size: 14px; }
  .bar button { padding: 5px 12px; border-radius: 999px; font-size: 13px; border: 1px solid var(--line-strong); flex: none; }
  .bar button:hover { background: var(--hover); }
  .then { margin: 0 0 8px 4px; padding: 4px 12px; border-radius: 999px; font-size: 12.5px;
    border: 1px dashed var(--past-line); color: var(--past); }
  .then[aria-pressed="true"] { background: var(--past-soft); border-style: solid; }
  .composer { display: flex; align-items: flex-end; gap: 6px; padding: 5px 5px 5px 16px; border-radius: 22px;
    border: 1px solid var(--line-strong); background: var(--raised); transition: border-color .15s; }
  .composer:focus-within { border-color: var(--past); }
  textarea { flex: 1; resize: none; border: 0; background: none; padding: 7px 0; line-height: 1.4; max-height: 140px;
    field-sizing: content; min-width: 0; }
  textarea:focus-visible { outline: none; }
  textarea::placeholder { color: var(--faint); }
  .send { width: 36px; height: 36px; border-radius: 50%; display: grid; place-items: center; background: var(--past);
    color: var(--on-past); flex: none; transition: background .15s; }
  .send:disabled { background: var(--hover); color: var(--faint); opacity: 1; }
  @media (max-width: 900px) {
    :host { display: flex; flex-direction: column; }
    section { flex: 1; height: auto; border: 0; border-radius: 0; background: none; overflow: visible; }
    .log { overflow: visible; padding: 12px 14px 8px; }
    .log > * { scroll-margin: 270px 0 130px; }
    .invitation { margin: 0; padding: 8px 2px; }
    .invitation p { margin-bottom: 14px; }
    h2 { font-size: 21px; }
    .more { padding: 4px 14px; }
    form { position: sticky; bottom: 0; padding: 8px 12px calc(12px + env(safe-area-inset-bottom));
      background: var(--ground); z-index: 3; }
    form::before { content: ''; position: absolute; inset: -18px 0 100%;
      background: linear-gradient(transparent, var(--ground)); pointer-events: none; }
    textarea { font-size: 16px; }
  }
`;
