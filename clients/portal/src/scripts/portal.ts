// All that pages do in a browser: leave quickly, complete a search, copy. Everything works without it.

const exit = document.querySelector<HTMLAnchorElement>("#exit");

function leave(event?: Event): void {
  if (exit === null) return;
  event?.preventDefault();
  document.body.hidden = true; // at once, however long the next page takes
  document.title = "\u200b";
  try {
    (window.top ?? window).location.replace(exit.href); // out of a frame as well
  } catch {
    location.replace(exit.href); // a frame that may not leave
  }
}

let shifts: number[] = [];
exit?.addEventListener("click", leave);
addEventListener("keydown", ({ key, repeat }) => {
  if (repeat) return;
  const now = Date.now();
  shifts = key === "Shift" ? [...shifts.filter((time) => now - time < 5000), now] : [];
  if (shifts.length > 2) leave();
});
// The page may come back out of the browser's memory as it was left.
addEventListener("pageshow", () => (document.body.hidden = false));

const field = document.querySelector<HTMLInputElement>("input[data-suggest]");
const completions = field?.list;
let asked = "";
let timer = 0;

async function complete(): Promise<void> {
  const text = field?.value.trim() ?? "";
  if (!field || !completions || text.length < 2 || text === asked) return;
  asked = text;
  const answer = await fetch(field.dataset["suggest"]!, { method: "POST", body: new URLSearchParams({ q: text }) });
  if (!answer.ok || text !== asked) return;
  const options = ((await answer.json()) as string[]).map((value) => {
    const option = document.createElement("option");
    option.value = value;
    return option;
  });
  completions.replaceChildren(...options);
}

field?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(() => void complete().catch(() => {}), 200);
});

for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset["copy"]!);
    await navigator.clipboard.writeText(source?.innerText.trim() ?? "");
    const status = document.getElementById(button.dataset["status"] ?? "");
    if (status) status.textContent = button.dataset["done"] ?? "";
  });
}
