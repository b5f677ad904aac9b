/**
 * Lets a film play in its page: a click on its link puts the frame in its place. Nothing is asked of the other site
 * before; without scripts the link leads there.
 */
export const CLICK_PLAYER = `addEventListener("click",e=>{const p=e.target.closest&&e.target.closest("click-player"),u=p&&p.dataset.src;if(!u||!/^https:/.test(u)||e.button||e.ctrlKey||e.metaKey||e.shiftKey)return;e.preventDefault();const f=document.createElement("iframe");f.src=u;f.title=p.textContent.trim();f.allow="autoplay; fullscreen; encrypted-media; picture-in-picture";f.referrerPolicy="strict-origin-when-cross-origin";p.replaceWith(f);f.focus()});`;
