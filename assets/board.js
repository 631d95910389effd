// The numbers of the custody board keep themselves current. They stand in the same places,
// so that nothing moves; names are never fetched by themselves: each showing is written down.
const EVERY = 60_000;
const board = document.querySelector("[data-board]");

async function refresh() {
  if (document.hidden) return;
  try {
    const answer = await fetch(board.dataset.board, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const numbers = fresh.querySelector("[data-board-numbers]");
    if (!numbers) return;
    // A block that somebody has opened stays open.
    for (const block of board.querySelectorAll("details[open]")) {
      const same = [...numbers.querySelectorAll("details")].find((one) => one.dataset.block === block.dataset.block);
      if (same) same.open = true;
    }
    board.replaceChildren(numbers);
  } catch {
    // The page stands as it was opened, and says as of when.
  }
}

if (board) setInterval(refresh, EVERY);
