// What every page needs: choices that submit themselves. Pages work without it.
document.documentElement.classList.add("scripted");
for (const one of document.querySelectorAll("[data-submit]")) {
  one.addEventListener("change", () => one.form.requestSubmit());
}
