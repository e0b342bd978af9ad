// The reference of the API: narrows the list by what is typed, and calls an operation with the token in the field.

const narrow = document.getElementById("narrow");
narrow?.addEventListener("input", () => {
  const wanted = narrow.value.trim().toLowerCase();
  let found = 0;
  for (const group of document.querySelectorAll("[data-group]")) {
    let here = 0;
    for (const row of group.querySelectorAll("li")) {
      row.hidden = !row.textContent.toLowerCase().includes(wanted);
      here += row.hidden ? 0 : 1;
    }
    group.hidden = here === 0;
    found += here;
  }
  document.getElementById("none").hidden = found > 0;
});

const named = () => document.getElementById(decodeURIComponent(location.hash.slice(1)));
const unfold = () => named()?.matches("details") && (named().open = true);
addEventListener("hashchange", unfold);
unfold();

for (const form of document.querySelectorAll("form.try")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.reportValidity()) call(form);
  });
}

async function call(form) {
  const headers = { Accept: "application/json", "Accept-Language": document.documentElement.lang };
  const token = document.getElementById("token").value.trim();
  if (token) headers.Authorization = `Bearer ${token}`;
  let address = form.dataset.address;
  const query = new URLSearchParams();
  for (const field of form.querySelectorAll("[data-place]")) {
    if (field.value === "") continue;
    if (field.dataset.place === "path") address = address.replace(`{${field.name}}`, encodeURIComponent(field.value));
    else if (field.dataset.place === "query") query.set(field.name, field.value);
    else headers[field.name] = field.value;
  }
  const asked = { method: form.dataset.method, headers };
  if ("file" in form.dataset) {
    asked.body = new FormData();
    asked.body.set("file", form.elements.file.files[0] ?? "");
  } else if (form.elements.body) {
    headers["Content-Type"] = "application/json";
    asked.body = form.elements.body.value;
  }
  try {
    const answer = await fetch(query.size ? `${address}?${query}` : address, asked);
    await show(form, answer);
  } catch {
    told(form, document.getElementById("unreached").content.textContent, "", "");
  }
}

async function show(form, answer) {
  const kind = answer.headers.get("Content-Type") ?? "", tag = answer.headers.get("ETag");
  let content;
  if (kind.includes("json")) content = JSON.stringify(await answer.json(), null, 2);
  else if (kind.startsWith("text/")) content = await answer.text();
  else content = `${kind} ${(await answer.blob()).size} bytes`;
  told(form, `${answer.status} ${answer.statusText}`, tag ? `ETag: ${tag}` : "", content);
}

function told(form, status, headers, content) {
  const came = form.querySelector(".came");
  for (const [name, value] of Object.entries({ status, headers, content })) {
    came.querySelector(`[data-came="${name}"]`).textContent = value;
  }
  came.hidden = false;
  came.focus();
}
