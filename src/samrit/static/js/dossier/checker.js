// The checker, in a worker of its own so that the page stays quick: Python in WebAssembly, in which runs the very
// verify.py that is in every dossier. What the browser says is what the program says.

import { loadPyodide } from "../../vendor/pyodide/pyodide.mjs";

const FILE = "/verify.py";
const CHECK = `
import dataclasses, hashlib, json, sys
sys.path.insert(0, "/")
import verify
sys.meta_path.insert(0, verify.Modules("${FILE}"))
from samrit.core.dossier.verifying import Misfit, verify_dossier

with open("${FILE}", "rb") as file:
    own = hashlib.sha256(file.read()).hexdigest()

def check(data, key, published):
    published = None if published is None else published.to_bytes()
    try:
        found = verify_dossier(data.to_bytes(), key=key, verifier=own, published=published)
    except Misfit as misfit:
        return json.dumps({"misfit": {"place": misfit.place, "th": misfit.what.th, "en": misfit.what.en}})
    stamps = [[stamp.at.isoformat(), stamp.sha256] for stamp in found.stamps]
    return json.dumps({"checked": {**dataclasses.asdict(dataclasses.replace(found, stamps=())), "stamps": stamps}})

check
`;
let ready = null;

// Nothing but the standard library is used, so the list of further packages is empty, and nothing can be fetched.
const NO_PACKAGES = {
  info: { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.2" },
  packages: {},
};

async function prepared(program) {
  const packageBaseUrl = new URL("../../vendor/pyodide/", import.meta.url).href;
  const starting = loadPyodide({ lockFileContents: NO_PACKAGES, packageBaseUrl });
  const [python, answer] = await Promise.all([starting, fetch(program)]);
  if (!answer.ok) throw new Error(`${program}: ${answer.status}`);
  python.FS.writeFile(FILE, await answer.text());
  return python.runPython(CHECK);
}

self.addEventListener("message", async ({ data: { number, program, dossier, key, published } }) => {
  let check;
  try {
    ready ??= prepared(program);
    check = await ready;
  } catch (error) {
    ready = null;
    self.postMessage({ number, unprepared: String(error) });
    return;
  }
  try {
    self.postMessage({ number, phase: "checking" });
    self.postMessage({ number, ...JSON.parse(check(dossier, key, published)) });
  } catch (error) {
    self.postMessage({ number, fault: String(error) });
  }
});
