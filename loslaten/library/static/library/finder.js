// An empty box asks nothing of the house: the answer goes, and no request is made.

document.addEventListener("htmx:configRequest", (event) => {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || box.id !== "q" || box.value.trim()) return;
  event.preventDefault();
  document.getElementById("found")?.replaceChildren();
});
