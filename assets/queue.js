// A day's queue by keyboard. The keys go somewhere and decide nothing: a decision is sent with
// Enter, like any form. With scripts off the same links and fields are reached by Tab.
const rows = document.querySelector("[data-arrows]");

rows?.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const links = [...rows.querySelectorAll("a[href]")];
  const at = links.indexOf(document.activeElement);
  if (!step || at < 0) return;
  event.preventDefault();
  links[Math.min(Math.max(at + step, 0), links.length - 1)].focus();
});

function goTo(link) {
  const place = link.hash && document.querySelector(link.hash);
  if (!place) return link.click();
  place.scrollIntoView({ block: "nearest" });
  place.querySelector("input:not([type=hidden]), select, button")?.focus();
}

document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || !event.code.startsWith("Key")) return;
  const link = document.querySelector(`a[data-key="${event.code.slice(3).toLowerCase()}"]`);
  if (!link) return;
  event.preventDefault();
  goTo(link);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest('a[data-key][href^="#"]');
  if (!link) return;
  event.preventDefault();
  goTo(link);
});
