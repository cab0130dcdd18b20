import { css } from 'lit';

export const timelineStyles = css`
  :host { position: relative; display: block; padding: 12px 16px 8px; background: var(--panel);
    border: 1px solid var(--line); border-radius: var(--round); }
  .strip { position: relative; height: 74px; cursor: pointer; border-radius: 9px; touch-action: pan-y; user-select: none; }
  .film { position: absolute; inset: 0 0 12px; overflow: hidden; border-radius: 9px; background: var(--ground); }
  .picture { position: absolute; inset-block: 0; overflow: hidden; background: var(--hover); box-shadow: inset 0 0 0 1px var(--line); }
  .picture img { display: block; width: 100%; height: 100%; object-fit: cover; opacity: .82; transition: opacity .2s; }
  .picture:hover img { opacity: 1; }
  .looking .idle img { opacity: .2; filter: grayscale(1); }
  .none { display: grid; place-items: center; height: 100%; margin: 0; color: var(--faint); font-size: 13px; }
  .presence { position: absolute; inset: auto 0 0; width: 100%; height: 6px; border-radius: 3px; background: var(--ground);
    color: var(--soft); }
  .looking .presence { color: var(--past); }
  .gap { position: absolute; inset-block: 0; display: grid; place-items: center; overflow: hidden; border-radius: 7px;
    font-size: 12px; font-weight: 500; color: var(--ink); text-align: center;
    background: repeating-linear-gradient(135deg, var(--panel) 0 6px, var(--hover) 6px 12px);
    box-shadow: inset 0 0 0 1px var(--line-strong); }
  .gap span:not(.unseen) { background: var(--panel); padding: 1px 7px; border-radius: 6px; }
  .mark { position: absolute; top: -3px; bottom: -3px; border: 2px solid var(--past); border-radius: 8px;
    background: var(--past-soft); pointer-events: none; animation: arrive .5s var(--ease); min-width: 5px; }
  .mark span { position: absolute; top: -9px; left: 50%; translate: -50%; min-width: 18px; padding: 0 4px;
    border-radius: 9px; background: var(--past); color: var(--on-past); font: 700 11px/18px var(--text);
    text-align: center; }
  @keyframes arrive { from { opacity: 0; transform: scaleY(1.2); } }
  .now { position: absolute; top: -2px; bottom: -2px; width: 2px; margin-left: -2px; background: var(--live);
    border-radius: 1px; pointer-events: none; }
  .now::before { content: ''; position: absolute; top: -4px; left: -3px; width: 8px; height: 8px; border-radius: 50%;
    background: var(--live); }
  .head-line { position: absolute; top: -5px; bottom: -5px; width: 3px; margin-left: -1.5px; border-radius: 2px;
    background: var(--ink); box-shadow: 0 0 0 1.5px var(--panel); pointer-events: none; transition: left .25s linear; }
  .axis { position: relative; height: 18px; margin-top: 6px; font: 11.5px/18px var(--mono); color: var(--soft);
    font-variant-numeric: tabular-nums; overflow: hidden; }
  .axis span { position: absolute; transform: translateX(-50%); }
  @media (max-width: 900px) { :host { padding: 10px 12px 4px; } .strip { height: 62px; } }
`;
