/* A form that shows what it would come to while it is being filled in: the part named by `data-live` follows the typing.
   Without scripts its button “try” does the same. */
"use strict";

for (const form of document.querySelectorAll("form[data-live]")) {
  let waiting = 0, latest = 0;
  const show = async () => {
    const mine = ++latest;
    const data = new FormData(form);
    data.set("try", "1");
    const answer = await fetch(location.href, { method: "POST", body: data, credentials: "same-origin" }).catch(() => null);
    if (!answer || mine !== latest || ![200, 422].includes(answer.status)) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const id of [form.dataset.live, "understood"]) {
      const here = document.getElementById(id), there = page.getElementById(id);
      if (here && there) here.replaceChildren(...there.childNodes);
    }
  };
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(show, 500); });
}
